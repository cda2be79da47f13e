#include "store/profiles.h"

#include <spdlog/fmt/fmt.h>

#include "store/id.h"
#include "store/sql.h"
#include "store/timestamp.h"

namespace parlando::store {
namespace {

constexpr const char* kSelect =
    "SELECT id, name, description, language, voice_type, preset_engine, preset_voice_id, design_prompt, "
    "default_engine, "
    "personality, created_at, updated_at, (SELECT count(*) FROM generations WHERE profile_id = profiles.id) "
    "FROM profiles ";

Profile profileFrom(const SQLite::Statement& row) {
    Profile profile;
    profile.id = row.getColumn(0).getString();
    profile.fields.name = row.getColumn(1).getString();
    profile.fields.description = sql::optionalText(row, 2);
    profile.fields.language = row.getColumn(3).getString();
    profile.fields.voiceType = row.getColumn(4).getString();
    profile.fields.presetEngine = sql::optionalText(row, 5);
    profile.fields.presetVoiceId = sql::optionalText(row, 6);
    profile.fields.designPrompt = sql::optionalText(row, 7);
    profile.fields.defaultEngine = sql::optionalText(row, 8);
    profile.fields.personality = sql::optionalText(row, 9);
    profile.createdAt = row.getColumn(10).getString();
    profile.updatedAt = row.getColumn(11).getString();
    profile.generationCount = row.getColumn(12).getInt64();
    return profile;
}

Result<Profile> findIn(SQLite::Database& connection, std::string_view id) {
    const std::string text = std::string(kSelect) + "WHERE id = ?1";
    auto row = sql::prepare(connection, text.c_str(), id);
    if (!row.executeStep()) {
        return failure(ErrorCode::notFound, "there is no such profile");
    }
    return profileFrom(row);
}

bool isTaken(SQLite::Database& connection, std::string_view name, std::string_view exceptId) {
    return sql::prepare(connection, "SELECT 1 FROM profiles WHERE name = ?1 AND id <> ?2", name, exceptId)
        .executeStep();
}

Result<> refuseTaken(SQLite::Database& connection, std::string_view name, std::string_view exceptId) {
    if (isTaken(connection, name, exceptId)) {
        return failure(ErrorCode::invalidInput, fmt::format("another profile is called '{}' already", name));
    }
    return {};
}

}  // namespace

Result<std::vector<Profile>> Profiles::all() const {
    return m_database.read([](SQLite::Database& connection) -> Result<std::vector<Profile>> {
        std::vector<Profile> profiles;
        SQLite::Statement rows(connection, std::string(kSelect) + "ORDER BY sequence");
        while (rows.executeStep()) {
            profiles.push_back(profileFrom(rows));
        }
        return profiles;
    });
}

Result<Profile> Profiles::find(std::string_view id) const {
    return m_database.read([&](SQLite::Database& connection) { return findIn(connection, id); });
}

Result<Profile> Profiles::create(ProfileFields fields, NameClash clash) {
    PARLANDO_TRY_ASSIGN(const auto id, newId());
    return m_database.write([&](SQLite::Database& connection) -> Result<Profile> {
        if (clash == NameClash::addNumber) {
            const auto base = fields.name;
            for (int number = 2; isTaken(connection, fields.name, ""); ++number) {
                fields.name = fmt::format("{} ({})", base, number);
            }
        }
        PARLANDO_TRY(refuseTaken(connection, fields.name, ""));
        const auto now = timestampNow();
        sql::execute(
            connection,
            "INSERT INTO profiles (id, name, description, language, voice_type, preset_engine, preset_voice_id, "
            "design_prompt, default_engine, personality, created_at, updated_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            id, fields.name, fields.description, fields.language, fields.voiceType, fields.presetEngine,
            fields.presetVoiceId, fields.designPrompt, fields.defaultEngine, fields.personality, now, now);
        return findIn(connection, id);
    });
}

Result<Profile> Profiles::update(std::string_view id, const ProfileFields& fields) {
    return m_database.write([&](SQLite::Database& connection) -> Result<Profile> {
        PARLANDO_TRY(findIn(connection, id));
        PARLANDO_TRY(refuseTaken(connection, fields.name, id));
        sql::execute(
            connection,
            "UPDATE profiles SET name = ?2, description = ?3, language = ?4, voice_type = ?5, preset_engine = ?6, "
            "preset_voice_id = ?7, design_prompt = ?8, default_engine = ?9, personality = ?10, updated_at = ?11 "
            "WHERE id = ?1",
            id, fields.name, fields.description, fields.language, fields.voiceType, fields.presetEngine,
            fields.presetVoiceId, fields.designPrompt, fields.defaultEngine, fields.personality, timestampNow());
        sql::execute(connection, "UPDATE generations SET profile_name = ?2 WHERE profile_id = ?1", id, fields.name);
        return findIn(connection, id);
    });
}

Result<> Profiles::remove(std::string_view id) {
    return m_database.write([&](SQLite::Database& connection) -> Result<> {
        if (sql::execute(connection, "DELETE FROM profiles WHERE id = ?1", id) == 0) {
            return failure(ErrorCode::notFound, "there is no such profile");
        }
        return {};
    });
}

}  // namespace parlando::store
