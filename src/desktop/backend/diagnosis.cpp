#include "desktop/backend/diagnosis.h"

#include <signal.h>

#include "protocol/exit_code.h"

namespace parlando::desktop {
namespace {

constexpr int kLoaderFailed = 127;  // of ld.so: a library that the program links is missing

Diagnosis ofExitCode(int code) {
    using protocol::ExitCode;
    switch (static_cast<ExitCode>(code)) {
        case ExitCode::success:
            return {Failure::surroundings, "somebody ended it"};
        case ExitCode::usage:
            return {Failure::unusable, "it does not know what Parlando asks of it"};
        case ExitCode::portTaken:
            return {Failure::surroundings, "its port is taken by another program"};
        case ExitCode::noUsableGpu:
            return {Failure::unusable, "it found no GPU that it can use"};
        case ExitCode::selfTestFailed:
            return {Failure::unusable, "its self-test failed"};
        case ExitCode::dataFolderLocked:
            return {Failure::surroundings, "another speech server uses the data folder: stop that one"};
        case ExitCode::tryAgain:
            return {Failure::surroundings, "it could not write to the disk, or had to wait for something"};
        case ExitCode::badConfiguration:
            return {Failure::unusable, "its installation or configuration is not usable"};
        case ExitCode::internal:
        case ExitCode::interrupted:
            break;
    }
    if (code == kLoaderFailed) {
        return {Failure::unusable, "a library that it needs is missing"};
    }
    return {Failure::crashed, QString("it ended with code %1").arg(code)};
}

}  // namespace

Diagnosis diagnose(const Ending& ending) {
    switch (ending.kind) {
        case Ending::Kind::notStarted:
            return {Failure::unusable, "it cannot be started: " + ending.reason};
        case Ending::Kind::killed:
            // Compiled for another processor: that does not get better.
            return ending.number == SIGILL
                       ? Diagnosis{Failure::unusable, "it needs a processor that this machine does not have"}
                       : Diagnosis{Failure::crashed, QString("it crashed (signal %1)").arg(ending.number)};
        case Ending::Kind::exited:
            break;
    }
    return ofExitCode(ending.number);
}

}  // namespace parlando::desktop
