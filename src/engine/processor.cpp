#include "engine/processor.h"

#include <sched.h>

#include <algorithm>
#include <fstream>
#include <set>

#include <spdlog/fmt/fmt.h>

namespace parlando::engine {

std::string processorName() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "CPU";
}

int defaultThreads() {
    constexpr int kMaximumThreads = 8;
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
        return 1;
    }
    // Two logical processors with the same siblings are one core; without that knowledge each counts.
    std::set<std::string> cores;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(cpu, &allowed)) {
            continue;
        }
        std::ifstream file(fmt::format("/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list", cpu));
        std::string siblings;
        cores.insert(std::getline(file, siblings) ? siblings : fmt::format("cpu {}", cpu));
    }
    return std::clamp(static_cast<int>(cores.size()), 1, kMaximumThreads);
}

}  // namespace parlando::engine
