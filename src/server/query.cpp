#include "server/query.h"

#include <algorithm>
#include <charconv>

namespace parlando::server {
namespace {

std::optional<std::string> decoded(std::string_view text) {
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            value.push_back(text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        unsigned byte = 0;
        const auto digits = text.substr(i + 1, 2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) {
            return std::nullopt;
        }
        value.push_back(static_cast<char>(byte));
        i += 2;
    }
    return value;
}

}  // namespace

std::optional<std::string> queryValue(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) == name) {
            return equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1));
        }
    }
    return std::nullopt;
}

}  // namespace parlando::server
