#include "store/dictionary.h"

#include "store/sql.h"

namespace parlando::store {
namespace {

Result<> foundOne(int rows) {
    return rows == 0 ? failure(ErrorCode::notFound, "there is no such entry in the dictionary") : Result<>();
}

}  // namespace

Result<std::vector<DictionaryRow>> Dictionary::all() const {
    return m_database.read([](SQLite::Database& connection) -> Result<std::vector<DictionaryRow>> {
        std::vector<DictionaryRow> all;
        SQLite::Statement rows(connection,
                               "SELECT id, word, pronunciation, language FROM dictionary ORDER BY sequence");
        while (rows.executeStep()) {
            all.push_back({rows.getColumn(0).getString(), rows.getColumn(1).getString(), rows.getColumn(2).getString(),
                           rows.getColumn(3).getString()});
        }
        return all;
    });
}

Result<> Dictionary::add(const DictionaryRow& row) {
    return m_database.write([&](SQLite::Database& connection) -> Result<> {
        sql::execute(connection, "INSERT INTO dictionary (id, word, pronunciation, language) VALUES (?1, ?2, ?3, ?4)",
                     row.id, row.word, row.pronunciation, row.language);
        return {};
    });
}

Result<> Dictionary::update(const DictionaryRow& row) {
    return m_database.write([&](SQLite::Database& connection) {
        return foundOne(sql::execute(connection,
                                     "UPDATE dictionary SET word = ?2, pronunciation = ?3, language = ?4 WHERE id = ?1",
                                     row.id, row.word, row.pronunciation, row.language));
    });
}

Result<> Dictionary::remove(std::string_view id) {
    return m_database.write([&](SQLite::Database& connection) {
        return foundOne(sql::execute(connection, "DELETE FROM dictionary WHERE id = ?1", id));
    });
}

}  // namespace parlando::store
