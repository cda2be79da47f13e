#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace parlando::desktop {

// What a process has done since its start, as far as it shows whether it is at work or hangs.
struct ProcessWork {
    std::uint64_t processorTicks = 0;  // hundredths of a second, of all its threads
    std::uint64_t diskFaults = 0;      // pages of its files that it had to wait for
    bool isRunnable = false;           // a thread of it runs, or waits for a processor or a disk, at this moment
};

// Nothing where the system does not tell, or the process is gone.
std::optional<ProcessWork> processWork(std::int64_t process, const std::filesystem::path& proc = "/proc");

// Whether that is more than what a process does that only waits: its timers wake it now and then.
bool isAtWork(const ProcessWork& before, const ProcessWork& now);

}  // namespace parlando::desktop
