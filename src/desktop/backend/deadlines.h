#pragma once

#include <chrono>

namespace parlando::desktop {

// How long a backend may be silent. A deadline moves with every sign of progress; for a GPU backend, whose libraries
// of gigabytes come from the disk in one piece, the work of its process is one as well.
struct Deadlines {
    std::chrono::milliseconds helloCpu{20000};    // exec to hello; a good one needs 10 ms, or a machine without rest
    std::chrono::milliseconds helloGpu{5000};     // shorter, because the CPU can speak in its place
    std::chrono::milliseconds loadingCpu{30000};  // between two steps of progress
    std::chrono::milliseconds loadingGpu{60000};
    std::chrono::milliseconds stillGpu{5000};   // while it loads, without a line and without work of its process
    std::chrono::milliseconds identity{5000};   // after `ready`, until /health confirms who has the port
    std::chrono::milliseconds drain{8000};      // after the end of its stdin; the server itself cuts off at 5 s
    std::chrono::milliseconds terminate{2000};  // after SIGTERM, then SIGKILL
};

}  // namespace parlando::desktop
