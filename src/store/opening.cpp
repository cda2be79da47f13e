#include "store/opening.h"

#include <array>
#include <system_error>

#include <SQLiteCpp/SQLiteCpp.h>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"
#include "store/migrations.h"
#include "store/sqlite_error.h"
#include "store/timestamp.h"

namespace parlando::store {
namespace {

namespace fs = std::filesystem;

// Whoever starts the server waits for its first line, so it does not wait long for others; later it does.
constexpr int kBusyTimeoutAtStart = 1000;  // ms
constexpr int kBusyTimeout = 5000;         // ms

struct Findings {
    enum class Kind { usable, empty, unusable } kind = Kind::usable;
    std::string why;  // if unusable
};

// Errors: incompatible (a newer library). Throws SQLite::Exception.
Result<Findings> inspect(SQLite::Database& connection, const fs::path& file) {
    const int version = connection.execAndGet("PRAGMA user_version").getInt();
    const int application = connection.execAndGet("PRAGMA application_id").getInt();
    const int tables = connection.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
    if (tables == 0 && version == 0) {
        return Findings{Findings::Kind::empty, {}};
    }
    if (application != kApplicationId) {
        return Findings{Findings::Kind::unusable, "is a database of another program"};
    }
    if (version > static_cast<int>(migrations().size())) {
        return failure(
            ErrorCode::incompatible,
            fmt::format("{} was written by a newer version of Parlando (schema {}, this one knows {}); update "
                        "Parlando, or choose another data folder with --data-dir",
                        file.string(), version, migrations().size()));
    }
    const auto verdict = connection.execAndGet("PRAGMA quick_check(1)").getString();
    if (verdict != "ok") {
        return Findings{Findings::Kind::unusable, fmt::format("is damaged ({})", verdict)};
    }
    return Findings{};
}

Result<> move(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot rename {}: {}", from.string(), error.message()));
    }
    return {};
}

// "library.db" → "library.damaged-20260630-120000.db", with a number if that exists.
fs::path freeName(const fs::path& path, std::string_view why) {
    const auto stem = fmt::format("{}.{}-{}", path.stem().string(), why, timestampForFiles());
    fs::path name = path.parent_path() / (stem + path.extension().string());
    for (int number = 2; fs::exists(name); ++number) {
        name = path.parent_path() / fmt::format("{}-{}{}", stem, number, path.extension().string());
    }
    return name;
}

// The sweep at the start removes recordings without a row: they must be away before an empty database is
// in place, whenever the process ends.
Result<> setAudioAside(const fs::path& audio, std::vector<std::string>& notices) {
    std::error_code error;
    if (!fs::is_directory(audio, error) || fs::is_empty(audio, error)) {
        return {};
    }
    const auto name = freeName(audio, "kept");
    PARLANDO_TRY(move(audio, name));
    PARLANDO_TRY(syncFolder(audio.parent_path()));
    notices.push_back(fmt::format("the recordings that belong to no library any more are kept in {}", name.string()));
    return {};
}

Result<> setDatabaseAside(const fs::path& database, const std::string& why, std::vector<std::string>& notices) {
    const auto name = freeName(database, "damaged");
    // SQLite finds the log of a database by its name, so it moves along.
    for (const char* suffix : {"", "-wal", "-shm"}) {
        const fs::path from = database.string() + suffix;
        std::error_code error;
        if (fs::exists(from, error)) {
            PARLANDO_TRY(move(from, name.string() + suffix));
        }
    }
    PARLANDO_TRY(syncFolder(database.parent_path()));
    notices.push_back(fmt::format("the library {} {}; it is kept as {} and an empty one was begun", database.string(),
                                  why, name.string()));
    return {};
}

struct Opened {
    std::unique_ptr<SQLite::Database> connection;
    Findings findings;
};

Result<Opened> connect(const fs::path& database) {
    Opened opened;
    try {
        opened.connection = std::make_unique<SQLite::Database>(
            database.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutAtStart);
        PARLANDO_TRY_ASSIGN(opened.findings, inspect(*opened.connection, database));
    } catch (const SQLite::Exception& exception) {
        const auto error = errorFrom(exception);
        if (error.code != ErrorCode::corrupt) {
            return failure(error.context(database.string()));
        }
        opened.findings = {Findings::Kind::unusable, fmt::format("is damaged ({})", exception.what())};
    }
    return opened;
}

Result<> prepare(SQLite::Database& connection, const fs::path& database, std::vector<std::string>& notices) {
    try {
        connection.exec("PRAGMA journal_mode = WAL");
        connection.exec("PRAGMA synchronous = FULL");
        PARLANDO_TRY(migrate(connection, database, migrations(), notices));
        connection.exec("PRAGMA foreign_keys = ON");  // after the migrations, which may rebuild tables
        connection.setBusyTimeout(kBusyTimeout);
        return syncFolder(database.parent_path());
    } catch (const SQLite::Exception& exception) {
        return failure(errorFrom(exception).context(database.string()));
    }
}

}  // namespace

Result<std::unique_ptr<Database>> openDatabase(const fs::path& database, const fs::path& audio,
                                               std::vector<std::string>& notices) {
    PARLANDO_TRY_ASSIGN(auto opened, connect(database));
    if (opened.findings.kind != Findings::Kind::usable) {
        PARLANDO_TRY(setAudioAside(audio, notices));
    }
    if (opened.findings.kind == Findings::Kind::unusable) {
        opened.connection.reset();
        PARLANDO_TRY(setDatabaseAside(database, opened.findings.why, notices));
        PARLANDO_TRY_ASSIGN(opened, connect(database));
    }
    PARLANDO_TRY(prepare(*opened.connection, database, notices));
    return std::make_unique<Database>(std::move(opened.connection));
}

}  // namespace parlando::store
