#include "server/self_test.h"

#include <cstdio>

#include <spdlog/fmt/fmt.h>

#include "base/log.h"
#include "protocol/messages.h"
#include "protocol/startup.h"
#include "server/installation.h"

namespace parlando::server {
namespace {

ExitCode complain(const Error& error, ExitCode code) {
    fmt::print("{}\n", protocol::toLine(protocol::Failed{std::string(protocol::name(error.code)), error.message}));
    return code;
}

}  // namespace

ExitCode runSelfTest(const SelfTestOptions& options) {
    if (const auto logging = log::start(options.engine.logLevel.empty() ? "info" : options.engine.logLevel); !logging) {
        fmt::print(stderr, "parlando-server: {}\n", logging.error().message);
        return ExitCode::usage;
    }
    if (const auto usable = checkGraphicsCard(options.engine.build); !usable) {
        return complain(usable.error(), ExitCode::noUsableGpu);
    }
    const auto library = openEngineLibrary(options.engine.build);
    if (!library) {
        return complain(library.error(), ExitCode::selfTestFailed);
    }
    const auto engine = createEngine(*library, options.engine);
    if (!engine) {
        // The driver shows a card, and CUDA cannot use it.
        const bool noCard = options.engine.build.variant == "cuda" && engine.error().code == ErrorCode::incompatible;
        return complain(engine.error(), noCard ? ExitCode::noUsableGpu : ExitCode::selfTestFailed);
    }
    const auto test = (*engine)->selfTest();
    if (!test) {
        return complain(test.error(), ExitCode::selfTestFailed);
    }
    fmt::print("{}\n", protocol::toLine(protocol::Ready{test->device.kind, test->seconds * 1000.0}));
    return ExitCode::success;
}

}  // namespace parlando::server
