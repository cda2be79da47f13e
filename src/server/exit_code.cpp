#include "server/exit_code.h"

namespace parlando::server {

ExitCode exitCodeFor(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalidInput:
        case ErrorCode::notFound:
        case ErrorCode::resourceLimit:
            return ExitCode::usage;
        case ErrorCode::corrupt:
        case ErrorCode::incompatible:
            return ExitCode::badConfiguration;
        case ErrorCode::io:
        case ErrorCode::busy:
            return ExitCode::tryAgain;
        case ErrorCode::cancelled:
            return ExitCode::interrupted;
        case ErrorCode::internal:
            break;
    }
    return ExitCode::internal;
}

}  // namespace parlando::server
