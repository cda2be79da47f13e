#include "server/query_fields.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"

namespace parlando::server {
namespace {

// As forms encode it: "%20" and "+" are blanks. Nothing if it is malformed.
std::optional<std::string> decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain.push_back(text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        const auto digits = text.substr(i + 1, 2);
        unsigned value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) {
            return std::nullopt;
        }
        plain.push_back(static_cast<char>(value));
        i += 2;
    }
    return utf8::firstInvalid(plain) ? std::nullopt : std::optional(std::move(plain));
}

}  // namespace

QueryFields::QueryFields(std::string_view query) {
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto field = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const auto equals = std::min(field.find('='), field.size());
        auto name = decoded(field.substr(0, equals));
        auto value = decoded(field.substr(std::min(equals + 1, field.size())));
        if (!name || !value) {
            complain("the query is not percent-encoded UTF-8");
        } else if (!name->empty() && !m_values.emplace(*name, std::move(*value)).second) {
            complain("the query says something twice");
        }
    }
}

void QueryFields::complain(std::string message) {
    if (m_outcome) {
        m_outcome = failure(ErrorCode::invalidInput, std::move(message));
    }
}

std::optional<std::string> QueryFields::text(const std::string& name, TextLength length) {
    const auto found = m_values.find(name);
    if (found == m_values.end()) {
        return std::nullopt;
    }
    const auto count = utf8::decode(found->second).size();
    if (count < length.least || count > length.most || found->second.find('\0') != std::string::npos) {
        complain(
            fmt::format("'{}' must have {} to {} characters, none of them U+0000", name, length.least, length.most));
        return std::nullopt;
    }
    return found->second;
}

std::optional<std::int64_t> QueryFields::integer(const std::string& name, std::int64_t least, std::int64_t most) {
    const auto found = m_values.find(name);
    if (found == m_values.end()) {
        return std::nullopt;
    }
    const auto& text = found->second;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
        complain(fmt::format("'{}' must be a whole number from {} to {}", name, least, most));
        return std::nullopt;
    }
    return value;
}

std::optional<bool> QueryFields::flag(const std::string& name) {
    constexpr std::array<std::string_view, 2> kKnown{"true", "false"};
    const auto word = choice(name, kKnown);
    return word ? std::optional(*word == "true") : std::nullopt;
}

std::optional<std::string> QueryFields::choice(const std::string& name, std::span<const std::string_view> known) {
    const auto found = m_values.find(name);
    if (found == m_values.end()) {
        return std::nullopt;
    }
    if (std::ranges::find(known, found->second) == known.end()) {
        complain(fmt::format("'{}' must be one of: {}", name, fmt::join(known, ", ")));
        return std::nullopt;
    }
    return found->second;
}

}  // namespace parlando::server
