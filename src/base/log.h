#pragma once

#include <string_view>

#include <spdlog/spdlog.h>

#include "base/result.h"

namespace parlando::log {

// Sends the log of this process to stderr, one line an event with time and level; stdout belongs to
// results and to the start-up protocol. `level` is one of trace, debug, info, warn, error, off.
Result<> start(std::string_view level);

}  // namespace parlando::log
