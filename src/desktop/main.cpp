#include <cstdio>
#include <variant>

#include <spdlog/fmt/fmt.h>

#include "base/log.h"
#include "desktop/headless.h"
#include "desktop/options.h"
#ifdef PARLANDO_WINDOW
#include "desktop/window.h"
#endif

using namespace parlando;
using namespace parlando::desktop;

int main(int argumentCount, char** arguments) {
    // Before the application object: --version needs none, and which kind is needed is among the flags.
    const auto parsed = parseOptions(QStringList(arguments, arguments + argumentCount));
    if (const auto* nothing = std::get_if<NothingToDo>(&parsed)) {
        return nothing->exitCode;
    }
    const auto& options = std::get<Options>(parsed);
    if (const auto logging = log::start("info"); !logging) {
        fmt::print(stderr, "parlando: {}\n", logging.error().message);
    }
#ifdef PARLANDO_WINDOW
    if (options.face == Face::window) {
        return runWindow(argumentCount, arguments, options);
    }
#endif
    return runHeadless(argumentCount, arguments, options);
}
