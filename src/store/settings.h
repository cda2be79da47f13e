#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/database.h"

namespace parlando::store {

// Names and JSON values; what a name means is for others to know. Any thread may call.
class Settings {
public:
    explicit Settings(Database& database) : m_database(database) {}

    Result<std::map<std::string, std::string>> all() const;
    Result<std::optional<std::string>> find(std::string_view key) const;
    // Sets each key to its JSON text, or removes it where there is none. All or nothing.
    Result<> change(const std::map<std::string, std::optional<std::string>>& changes);

private:
    Database& m_database;
};

}  // namespace parlando::store
