#pragma once

#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace parlando::packages {

// Parses an object whose text means the same to every reader: no key twice, no numbers but non-negative integers
// of 64 bits, no byte order mark, nested at most `depth` deep.
Result<nlohmann::json> parseStrictly(std::string_view text, std::size_t depth = 8);

// The members of one object, each asked for once. The first thing that is wrong is kept, and what is asked
// afterwards gives empty values: a caller checks `finish` at the end. `where` begins the messages.
class Members {
public:
    Members(const nlohmann::json& object, std::string where);

    std::string text(const char* key);
    std::uint64_t number(const char* key);
    bool flag(const char* key);
    const nlohmann::json& list(const char* key);  // an array, empty if there is none
    const nlohmann::json* optionalObject(const char* key);

    // Refuses also what nobody asked for: a reader that skips what it does not know skips what it should obey.
    Result<> finish() const;

private:
    const nlohmann::json* find(const char* key, nlohmann::json::value_t type, const char* kind);
    void fail(const std::string& problem);

    const nlohmann::json& m_object;
    std::string m_where;
    std::size_t m_known = 0;
    std::string m_problem;
};

}  // namespace parlando::packages
