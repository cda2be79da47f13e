#include <spdlog/fmt/fmt.h>

#include "store/generation_rows.h"
#include "store/generations.h"

// The reading half of Generations.
namespace parlando::store {
namespace {

// A pattern for LIKE that finds exactly this text anywhere.
std::string patternFor(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern.push_back('\\');
        }
        pattern.push_back(c);
    }
    return pattern + "%";
}

constexpr const char* kMatches = "(?1 IS NULL OR profile_id = ?1) AND (?2 IS NULL OR text LIKE ?2 ESCAPE '\\')";

Result<AudioFile> fileOf(const AudioShelf& shelf, const Take& take) {
    if (take.isMissing) {
        return failure(ErrorCode::notFound, "the audio file is missing from the library's folder");
    }
    return AudioFile{shelf.pathOf(take.id, take.extension), take};
}

}  // namespace

Result<Generation> Generations::find(std::string_view id) const {
    return m_database.read([&](SQLite::Database& connection) { return rows::find(connection, id); });
}

Result<GenerationPage> Generations::search(const GenerationQuery& query) const {
    static const std::string count = fmt::format("SELECT count(*) FROM generations WHERE {}", kMatches);
    static const std::string select =
        fmt::format("SELECT {} FROM generations WHERE {} ORDER BY sequence DESC LIMIT ?3 OFFSET ?4",
                    rows::kGenerationColumns, kMatches);
    const auto pattern = query.search ? std::optional(patternFor(*query.search)) : std::nullopt;
    return m_database.read([&](SQLite::Database& connection) -> Result<GenerationPage> {
        GenerationPage page;
        auto total = sql::prepare(connection, count.c_str(), query.profileId, pattern);
        total.executeStep();
        page.total = total.getColumn(0).getInt64();
        auto found = sql::prepare(connection, select.c_str(), query.profileId, pattern, query.limit, query.offset);
        while (found.executeStep()) {
            page.items.push_back(rows::generationFrom(found));
            page.items.back().takes = rows::takesOf(connection, page.items.back().id);
        }
        return page;
    });
}

Result<GenerationStatistics> Generations::statistics() const {
    return m_database.read([](SQLite::Database& connection) -> Result<GenerationStatistics> {
        GenerationStatistics statistics;
        SQLite::Statement totals(connection,
                                 "SELECT (SELECT count(*) FROM generations), "
                                 "(SELECT coalesce(sum(duration), 0.0) FROM takes WHERE is_active)");
        totals.executeStep();
        statistics.generations = totals.getColumn(0).getInt64();
        statistics.seconds = totals.getColumn(1).getDouble();
        SQLite::Statement profiles(connection,
                                   "SELECT profile_id, count(*) FROM generations WHERE profile_id IS NOT NULL "
                                   "GROUP BY profile_id ORDER BY profile_id");
        while (profiles.executeStep()) {
            statistics.profiles.push_back({profiles.getColumn(0).getString(), profiles.getColumn(1).getInt64()});
        }
        return statistics;
    });
}

Result<AudioFile> Generations::audio(std::string_view id) const {
    PARLANDO_TRY_ASSIGN(const auto generation, find(id));
    const auto* take = generation.activeTake();
    if (take == nullptr) {
        return failure(ErrorCode::notFound,
                       fmt::format("there is no audio of this generation yet: it is {}", name(generation.status)));
    }
    return fileOf(m_shelf, *take);
}

Result<std::string> Generations::words(std::string_view id) const {
    return m_database.read([&](SQLite::Database& connection) -> Result<std::string> {
        PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
        auto row = sql::prepare(connection, "SELECT words FROM takes WHERE generation_id = ?1 AND is_active", id);
        const bool isRecorded = row.executeStep();
        if (!isRecorded || row.getColumn(0).getString().empty()) {
            return failure(
                ErrorCode::notFound,
                isRecorded
                    ? "it is not known when the words of this recording are spoken: it was made by an "
                      "earlier version or elsewhere; speak it again to have captions"
                    : fmt::format("there is no audio of this generation yet: it is {}", name(generation.status)));
        }
        return row.getColumn(0).getString();
    });
}

Result<std::string> Generations::takeWords(std::string_view takeId) const {
    return m_database.read([&](SQLite::Database& connection) -> Result<std::string> {
        auto row = sql::prepare(connection, "SELECT words FROM takes WHERE id = ?1", takeId);
        if (!row.executeStep()) {
            return failure(ErrorCode::notFound, "there is no such take");
        }
        return row.getColumn(0).getString();
    });
}

Result<AudioFile> Generations::takeAudio(std::string_view takeId) const {
    static const std::string text = fmt::format("SELECT {} FROM takes WHERE id = ?1", rows::kTakeColumns);
    PARLANDO_TRY_ASSIGN(const auto take, m_database.read([&](SQLite::Database& connection) -> Result<Take> {
        auto row = sql::prepare(connection, text.c_str(), takeId);
        if (!row.executeStep()) {
            return failure(ErrorCode::notFound, "there is no such take");
        }
        return rows::takeFrom(row);
    }));
    return fileOf(m_shelf, take);
}

}  // namespace parlando::store
