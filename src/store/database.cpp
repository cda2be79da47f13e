#include "store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "store/sqlite_error.h"

namespace parlando::store {

Error errorFrom(const SQLite::Exception& exception) {
    switch (exception.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::busy, "another program has locked the library; close it and try again"};
        case SQLITE_FULL:
            return {ErrorCode::io, "the disk is full: the library cannot be written"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorCode::corrupt, fmt::format("the library is damaged ({}); start the server anew to have it set "
                                                    "aside",
                                                    exception.what())};
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {ErrorCode::io, fmt::format("the library cannot be read or written: {}", exception.what())};
        default:
            return {ErrorCode::internal, fmt::format("the library: {}", exception.what())};
    }
}

Database::Database(std::unique_ptr<SQLite::Database> connection) : m_connection(std::move(connection)) {}

Database::~Database() = default;

Result<> Database::runGuarded(Access access, const std::function<Result<>(SQLite::Database&)>& work) const {
    const std::lock_guard lock(m_mutex);
    try {
        if (access == Access::reading) {
            return work(*m_connection);
        }
        SQLite::Transaction transaction(*m_connection, SQLite::TransactionBehavior::IMMEDIATE);
        PARLANDO_TRY(work(*m_connection));
        transaction.commit();
        return {};
    } catch (const SQLite::Exception& exception) {
        spdlog::error("library: {} (SQLite {})", exception.what(), exception.getExtendedErrorCode());
        return failure(errorFrom(exception));
    }
}

}  // namespace parlando::store
