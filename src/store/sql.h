#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>

// Inside the store: statements with their values, and columns as our types. All of it throws
// SQLite::Exception; Database is the seam.
namespace parlando::store::sql {

inline void bindValue(SQLite::Statement& statement, int index, std::string_view value) {
    statement.bind(index, std::string(value));
}
inline void bindValue(SQLite::Statement& statement, int index, std::int64_t value) {
    statement.bind(index, value);
}
inline void bindValue(SQLite::Statement& statement, int index, double value) {
    statement.bind(index, value);
}
template <class T>
void bindValue(SQLite::Statement& statement, int index, const std::optional<T>& value) {
    if (value) {
        bindValue(statement, index, *value);
    } else {
        statement.bind(index);  // NULL
    }
}

// A statement with its parameters, ?1 and on.
template <class... Values>
SQLite::Statement prepare(SQLite::Database& database, const char* text, const Values&... values) {
    SQLite::Statement statement(database, text);
    int index = 0;
    (bindValue(statement, ++index, values), ...);
    return statement;
}

// The number of rows that were changed.
template <class... Values>
int execute(SQLite::Database& database, const char* text, const Values&... values) {
    return prepare(database, text, values...).exec();
}

inline std::optional<std::string> optionalText(const SQLite::Statement& row, int column) {
    return row.isColumnNull(column) ? std::nullopt : std::optional(row.getColumn(column).getString());
}

inline std::optional<std::int64_t> optionalInteger(const SQLite::Statement& row, int column) {
    return row.isColumnNull(column) ? std::nullopt : std::optional(row.getColumn(column).getInt64());
}

}  // namespace parlando::store::sql
