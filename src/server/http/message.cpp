#include "server/http/message.h"

#include <algorithm>

namespace parlando::http {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

bool equalIgnoringCase(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::optional<std::string_view> findHeader(std::span<const Header> headers, std::string_view name) {
    const auto found =
        std::ranges::find_if(headers, [&](const auto& header) { return equalIgnoringCase(header.name, name); });
    return found == headers.end() ? std::nullopt : std::optional<std::string_view>(found->value);
}

}  // namespace parlando::http
