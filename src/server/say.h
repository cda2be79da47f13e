#pragma once

#include "server/exit_code.h"
#include "server/options.h"

namespace parlando::server {

// `parlando-server say`: reads the text, speaks it into a file or to standard output, and says in one line
// on stderr what came out. Call it before any thread exists (signals).
ExitCode runSay(const SayOptions& options);

}  // namespace parlando::server
