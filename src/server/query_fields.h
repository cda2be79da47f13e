#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/json_fields.h"

namespace parlando::server {

// Reads the query of a URL ("limit=10&search=two%20words"), as JsonFields reads a body: what nobody asks for
// is ignored, what is wrong reads as nothing and is reported by `outcome`.
class QueryFields {
public:
    explicit QueryFields(std::string_view query);

    std::optional<std::string> text(const std::string& name, TextLength length);
    std::optional<std::int64_t> integer(const std::string& name, std::int64_t least, std::int64_t most);
    std::optional<bool> flag(const std::string& name);  // "true" or "false"
    std::optional<std::string> choice(const std::string& name, std::span<const std::string_view> known);

    void complain(std::string message);
    Result<> outcome() const { return m_outcome; }  // invalidInput

private:
    std::map<std::string, std::string> m_values;
    Result<> m_outcome;
};

}  // namespace parlando::server
