#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"

namespace SQLite {
class Database;
}

namespace parlando::store {

// The SQLite file of the library: one connection, used by one thread at a time. Reads take microseconds to
// a few milliseconds, so they share it with the writer instead of having a pool of their own.
//
// WAL with synchronous=FULL: what `write` has returned from survives the process and the power.
//
// Errors of every method: busy (another program holds the file), io (reading, writing, disk full), corrupt,
// internal. SQLiteCpp reports by throwing; `read` and `write` are the seam.
class Database {
public:
    explicit Database(std::unique_ptr<SQLite::Database> connection);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    // Runs `work(SQLite::Database&) -> Result<T>`. `write` does it in a transaction, which is rolled back
    // if `work` fails or throws.
    template <class Work>
    auto read(Work work) const {
        return run(std::move(work), Access::reading);
    }
    template <class Work>
    auto write(Work work) {
        return run(std::move(work), Access::writing);
    }

private:
    enum class Access { reading, writing };

    template <class Work>
    auto run(Work work, Access access) const {
        std::optional<std::invoke_result_t<Work, SQLite::Database&>> outcome;
        const auto guarded = runGuarded(access, [&](SQLite::Database& connection) -> Result<> {
            outcome.emplace(work(connection));
            return *outcome ? Result<>() : failure(outcome->error());
        });
        if (!guarded) {
            outcome.emplace(failure(guarded.error()));
        }
        return std::move(*outcome);
    }
    Result<> runGuarded(Access access, const std::function<Result<>(SQLite::Database&)>& work) const;

    mutable std::mutex m_mutex;  // held while the connection works
    std::unique_ptr<SQLite::Database> m_connection;
};

}  // namespace parlando::store
