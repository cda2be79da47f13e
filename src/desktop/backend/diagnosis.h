#pragma once

#include <QString>

#include "desktop/backend/restart_policy.h"

namespace parlando::desktop {

// How a process ended, as the system says.
struct Ending {
    enum class Kind { exited, killed, notStarted } kind = Kind::exited;
    int number = 0;  // exit code or signal
    QString reason;  // of `notStarted`
};

// What that means for the next start, and a sentence's end for people: "it found no usable GPU".
struct Diagnosis {
    Failure failure = Failure::crashed;
    QString text;
};

Diagnosis diagnose(const Ending& ending);

}  // namespace parlando::desktop
