#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace parlando::store {

// Names of profiles, generations and takes: random UUIDs of version 4 (RFC 9562) in lower case. Whoever
// knows one cannot guess another, and nothing but hexadecimal digits and dashes ever reaches a file name.
Result<std::string> newId();

bool isId(std::string_view text);

}  // namespace parlando::store
