#include "server/json_fields.h"

#include <algorithm>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

namespace parlando::server {
namespace {

// The parser lets only valid UTF-8 through, so counting the first bytes counts the characters.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace

const nlohmann::json& JsonFields::member(const char* name) const {
    static const nlohmann::json kNull;
    const auto found = m_object.find(name);
    return found == m_object.end() ? kNull : *found;
}

bool JsonFields::has(const char* name) const {
    return !member(name).is_null();
}

void JsonFields::complain(std::string message) {
    if (m_outcome) {
        m_outcome = failure(ErrorCode::invalidInput, std::move(message));
    }
}

std::optional<std::string> JsonFields::text(const char* name, TextLength length) {
    const auto& value = member(name);
    if (value.is_null()) {
        return std::nullopt;
    }
    if (!value.is_string()) {
        complain(fmt::format("'{}' must be a string", name));
        return std::nullopt;
    }
    auto text = value.get<std::string>();
    const auto count = characters(text);
    if (count < length.least || count > length.most) {
        complain(fmt::format("'{}' must have {} to {} characters", name, length.least, length.most));
        return std::nullopt;
    }
    if (text.find('\0') != std::string::npos) {
        complain(fmt::format("'{}' must not hold the character U+0000", name));
        return std::nullopt;
    }
    return text;
}

std::string JsonFields::neededText(const char* name, TextLength length) {
    auto value = text(name, length);
    if (!value) {
        complain(fmt::format("'{}' is missing; it must be a string", name));
    }
    return std::move(value).value_or("");
}

std::optional<std::int64_t> JsonFields::integer(const char* name, std::int64_t least, std::int64_t most) {
    const auto& value = member(name);
    if (value.is_null()) {
        return std::nullopt;
    }
    // An unsigned number beyond the signed range would turn negative in `get`.
    const bool fits =
        value.is_number_integer() &&
        (!value.is_number_unsigned() || value.get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
    if (!fits || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most) {
        complain(fmt::format("'{}' must be a whole number from {} to {}", name, least, most));
        return std::nullopt;
    }
    return value.get<std::int64_t>();
}

std::optional<double> JsonFields::number(const char* name, double least, double most) {
    const auto& value = member(name);
    if (value.is_null()) {
        return std::nullopt;
    }
    const double number = value.is_number() ? value.get<double>() : least - 1;
    if (!(number >= least && number <= most)) {
        complain(fmt::format("'{}' must be a number from {} to {}", name, least, most));
        return std::nullopt;
    }
    return number;
}

std::optional<bool> JsonFields::flag(const char* name) {
    const auto& value = member(name);
    if (value.is_null()) {
        return std::nullopt;
    }
    if (!value.is_boolean()) {
        complain(fmt::format("'{}' must be true or false", name));
        return std::nullopt;
    }
    return value.get<bool>();
}

std::optional<std::string> JsonFields::choice(const char* name, std::span<const std::string_view> known) {
    const auto& value = member(name);
    if (value.is_null()) {
        return std::nullopt;
    }
    if (value.is_string() && std::ranges::find(known, value.get<std::string>()) != known.end()) {
        return value.get<std::string>();
    }
    complain(fmt::format("'{}' must be one of: {}", name, fmt::join(known, ", ")));
    return std::nullopt;
}

}  // namespace parlando::server
