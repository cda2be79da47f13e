#pragma once

#include "base/result.h"
#include "protocol/exit_code.h"

namespace parlando::server {

using protocol::ExitCode;

// The exit code for an error that ends the program.
ExitCode exitCodeFor(ErrorCode code);

}  // namespace parlando::server
