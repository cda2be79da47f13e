#include "store/settings.h"

#include "store/sql.h"

namespace parlando::store {

Result<std::map<std::string, std::string>> Settings::all() const {
    return m_database.read([](SQLite::Database& connection) -> Result<std::map<std::string, std::string>> {
        std::map<std::string, std::string> settings;
        SQLite::Statement rows(connection, "SELECT key, value FROM settings");
        while (rows.executeStep()) {
            settings.emplace(rows.getColumn(0).getString(), rows.getColumn(1).getString());
        }
        return settings;
    });
}

Result<std::optional<std::string>> Settings::find(std::string_view key) const {
    return m_database.read([&](SQLite::Database& connection) -> Result<std::optional<std::string>> {
        auto row = sql::prepare(connection, "SELECT value FROM settings WHERE key = ?1", key);
        return row.executeStep() ? sql::optionalText(row, 0) : std::nullopt;
    });
}

Result<> Settings::change(const std::map<std::string, std::optional<std::string>>& changes) {
    return m_database.write([&](SQLite::Database& connection) -> Result<> {
        for (const auto& [key, value] : changes) {
            if (value) {
                sql::execute(connection, "INSERT OR REPLACE INTO settings (key, value) VALUES (?1, ?2)", key, *value);
            } else {
                sql::execute(connection, "DELETE FROM settings WHERE key = ?1", key);
            }
        }
        return {};
    });
}

}  // namespace parlando::store
