#include <cstdlib>
#include <variant>

#include "server/options.h"
#include "server/say.h"
#include "server/self_test.h"
#include "server/serve.h"
#include "server/voices/command.h"

namespace {

using namespace parlando::server;

struct Run {
    ExitCode operator()(const NothingToDo& done) const { return done.exitCode; }
    ExitCode operator()(const ServeOptions& options) const { return runServe(options); }
    ExitCode operator()(const SayOptions& options) const { return runSay(options); }
    ExitCode operator()(const VoicesOptions& options) const { return runVoices(options); }
    ExitCode operator()(const SelfTestOptions& options) const { return runSelfTest(options); }
};

}  // namespace

int main(int argumentCount, char** arguments) {
    // OpenMP reads this when the engine's libraries are loaded. Its threads would otherwise wait for each other
    // in busy loops: where other programs want the processors too, that makes speech several times slower.
    ::setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0);
    return static_cast<int>(
        std::visit(Run{}, parseOptions(argumentCount, arguments, {PARLANDO_VARIANT, PARLANDO_NVML})));
}
