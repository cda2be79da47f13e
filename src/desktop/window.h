#pragma once

#include "desktop/options.h"

namespace parlando::desktop {

// The app with its window, until it is closed; gives the exit code of the program. Declared here and
// defined in ui/, which the executable links when it is built with a user interface.
int runWindow(int& argumentCount, char** arguments, const Options& options);

}  // namespace parlando::desktop
