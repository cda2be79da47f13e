#pragma once

#include "server/exit_code.h"
#include "server/options.h"

namespace parlando::server {

// `parlando-server voices list`, `add`, `remove`. Lists go to standard output, everything else to stderr. Call it
// before any thread exists (signals).
ExitCode runVoices(const VoicesOptions& options);

}  // namespace parlando::server
