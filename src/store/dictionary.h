#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace parlando::store {

struct DictionaryRow {
    std::string id;
    std::string word;
    std::string pronunciation;
    std::string language;  // empty: any
};

// How the user wants words to be said. What makes an entry a good one is for others to know. Any thread may call; a
// change is on the disk when its method returns.
class Dictionary {
public:
    explicit Dictionary(Database& database) : m_database(database) {}

    Result<std::vector<DictionaryRow>> all() const;  // oldest first
    Result<> add(const DictionaryRow& row);
    // Errors: notFound.
    Result<> update(const DictionaryRow& row);
    Result<> remove(std::string_view id);

private:
    Database& m_database;
};

}  // namespace parlando::store
