#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"

namespace parlando::server {

// How long a text may be, in characters (code points).
struct TextLength {
    std::size_t least = 0;
    std::size_t most = 0;
};

// Reads the members of a JSON object that came from a client. Members that nobody asks for are ignored. A
// member that is missing or null reads as nothing; one that is wrong reads as nothing as well, and the first
// such is what `outcome` reports, in a sentence that names it.
class JsonFields {
public:
    explicit JsonFields(const nlohmann::json& object) : m_object(object) {}

    std::optional<std::string> text(const char* name, TextLength length);
    std::optional<std::int64_t> integer(const char* name, std::int64_t least, std::int64_t most);
    std::optional<double> number(const char* name, double least, double most);
    std::optional<bool> flag(const char* name);
    // One of `known`.
    std::optional<std::string> choice(const char* name, std::span<const std::string_view> known);

    // The same, and its absence is an error, too.
    std::string neededText(const char* name, TextLength length);

    bool has(const char* name) const;  // there and not null
    void complain(std::string message);
    Result<> outcome() const { return m_outcome; }  // invalidInput

private:
    const nlohmann::json& member(const char* name) const;

    const nlohmann::json& m_object;
    Result<> m_outcome;
};

}  // namespace parlando::server
