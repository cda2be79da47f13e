#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parlando::server {

// The decoded value of the first `name=value` in a query; nothing if there is none or it cannot be decoded.
std::optional<std::string> queryValue(std::string_view query, std::string_view name);

}  // namespace parlando::server
