#include "store/migrations.h"

#include <array>
#include <system_error>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"

namespace parlando::store {
namespace {

namespace fs = std::filesystem;

constexpr Migration kFirstSchema = R"(
CREATE TABLE profiles (
    sequence        INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL UNIQUE,
    description     TEXT,
    language        TEXT NOT NULL,
    voice_type      TEXT NOT NULL,
    preset_engine   TEXT,
    preset_voice_id TEXT,
    design_prompt   TEXT,
    default_engine  TEXT,
    personality     TEXT,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL
) STRICT;

CREATE TABLE generations (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of the history
    id           TEXT NOT NULL UNIQUE,
    profile_id   TEXT REFERENCES profiles (id) ON DELETE SET NULL,
    profile_name TEXT NOT NULL,
    text         TEXT NOT NULL,
    language     TEXT NOT NULL,
    engine       TEXT NOT NULL,
    voice        TEXT NOT NULL,
    speed        REAL NOT NULL,
    seed         INTEGER,
    instruct     TEXT,
    model_size   TEXT,
    source       TEXT NOT NULL,
    parameters   TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('queued', 'generating', 'completed', 'failed', 'cancelled')),
    error        TEXT,
    is_favorited INTEGER NOT NULL DEFAULT 0,
    created_at   TEXT NOT NULL
) STRICT;
CREATE INDEX generations_of_profile ON generations (profile_id);
CREATE INDEX generations_by_status ON generations (status);

CREATE TABLE takes (
    sequence      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,  -- and the name of the file
    generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
    label         TEXT NOT NULL,
    extension     TEXT NOT NULL,
    duration      REAL NOT NULL,
    sample_rate   INTEGER NOT NULL,
    bytes         INTEGER NOT NULL,
    seed          INTEGER,
    is_active     INTEGER NOT NULL DEFAULT 0,
    is_missing    INTEGER NOT NULL DEFAULT 0,
    created_at    TEXT NOT NULL
) STRICT;
CREATE INDEX takes_of_generation ON takes (generation_id);
CREATE UNIQUE INDEX one_active_take ON takes (generation_id) WHERE is_active;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL  -- JSON
) STRICT;
)";

// When the words of a take are spoken; empty: nobody knows.
constexpr Migration kWordsOfTakes = "ALTER TABLE takes ADD COLUMN words TEXT NOT NULL DEFAULT ''";

constexpr Migration kDictionary = R"(
CREATE TABLE dictionary (
    sequence      INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    word          TEXT NOT NULL,
    pronunciation TEXT NOT NULL,
    language      TEXT NOT NULL  -- empty: any
) STRICT;
)";

constexpr std::array<Migration, 3> kMigrations = {kFirstSchema, kWordsOfTakes, kDictionary};

Result<fs::path> backUp(SQLite::Database& connection, const fs::path& file, int version) {
    const auto target =
        file.parent_path() / fmt::format("{}.v{}{}", file.stem().string(), version, file.extension().string());
    const fs::path temporary = target.string() + ".new";
    std::error_code error;
    fs::remove(temporary, error);
    {
        SQLite::Database copy(temporary.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup(copy, connection).executeStep();
    }
    fs::rename(temporary, target, error);
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot write {}: {}", target.string(), error.message()));
    }
    PARLANDO_TRY(syncFolder(target.parent_path()));
    return target;
}

}  // namespace

std::span<const Migration> migrations() {
    return kMigrations;
}

Result<> migrate(SQLite::Database& connection, const fs::path& file, std::span<const Migration> steps,
                 std::vector<std::string>& notices) {
    const int found = connection.execAndGet("PRAGMA user_version").getInt();
    for (int version = found; version < static_cast<int>(steps.size()); ++version) {
        if (found > 0) {  // not of a new one
            PARLANDO_TRY_ASSIGN(const auto copy, backUp(connection, file, version));
            notices.push_back(
                fmt::format("the library was brought up to date; as it was before it is kept as {}", copy.string()));
        }
        SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
        connection.exec(steps[static_cast<std::size_t>(version)]);
        connection.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
        connection.exec(fmt::format("PRAGMA user_version = {}", version + 1));
        transaction.commit();
    }
    return {};
}

}  // namespace parlando::store
