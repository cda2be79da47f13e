#pragma once

#include "desktop/options.h"

namespace parlando::desktop {

// The app without a window: keeps a backend running until SIGTERM or SIGINT. Prints each new phase as a JSON
// line on stdout: {"phase":"ready","variant":"cpu","port":17493,…}; gives the exit code of the program.
int runHeadless(int& argumentCount, char** arguments, const Options& options);

}  // namespace parlando::desktop
