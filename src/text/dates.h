#pragma once

#include <optional>
#include <string_view>

namespace parlando::text {

// "Nov", "Sept" or "november" with a capital: the name of the month.
std::optional<std::string_view> monthNamed(std::string_view word);

}  // namespace parlando::text
