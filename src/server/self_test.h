#pragma once

#include "server/exit_code.h"
#include "server/options.h"

namespace parlando::server {

// `parlando-server --self-test`: loads the engine, lets it speak a sentence on the real device and prints
// the outcome as one JSON line on stdout, in the form of the `ready` and `failed` start-up lines.
ExitCode runSelfTest(const SelfTestOptions& options);

}  // namespace parlando::server
