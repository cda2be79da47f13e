#pragma once

#include "server/exit_code.h"
#include "server/options.h"

namespace parlando::server {

// `parlando-server` without a subcommand: serves until SIGINT, SIGTERM or, when supervised, until standard
// input ends, and drains. Standard output carries the start-up lines of protocol/startup.h and nothing
// else. Call it before any thread exists (signals).
ExitCode runServe(const ServeOptions& options);

}  // namespace parlando::server
