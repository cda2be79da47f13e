#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"

namespace parlando::server {

// Brackets inside brackets that we follow; our requests need two.
inline constexpr int kMaximumJsonDepth = 32;

// Parses the body of a request: a JSON object. Does not throw. Errors: invalidInput.
Result<nlohmann::json> parseJsonObject(std::string_view body);

}  // namespace parlando::server
