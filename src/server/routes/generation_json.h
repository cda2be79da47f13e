#pragma once

#include <nlohmann/json_fwd.hpp>

#include "store/generation.h"

namespace parlando::server {

// A generation as voicebox's clients read it.
nlohmann::ordered_json toJson(const store::Generation& generation);

}  // namespace parlando::server
