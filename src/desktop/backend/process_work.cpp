#include "desktop/backend/process_work.h"

#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

namespace parlando::desktop {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kTicksOfWaiting = 1;

struct Stat {
    char state = '?';
    ProcessWork work;
};

// proc(5): the name in parentheses may hold anything; what follows the last one are the fields from the third on.
std::optional<Stat> read(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    const auto name = line.rfind(')');
    if (name == std::string::npos) {
        return std::nullopt;
    }
    std::istringstream fields(line.substr(name + 1));
    Stat stat;
    std::string skipped;
    std::uint64_t user = 0;
    std::uint64_t system = 0;
    fields >> stat.state;
    for (int i = 0; i < 8; ++i) {
        fields >> skipped;  // up to cminflt
    }
    fields >> stat.work.diskFaults >> skipped >> user >> system;
    stat.work.processorTicks = user + system;
    return fields ? std::optional(stat) : std::nullopt;
}

bool isRunnable(const fs::path& tasks) {
    std::error_code error;
    for (auto task = fs::directory_iterator(tasks, error); !error && task != fs::directory_iterator();
         task.increment(error)) {
        const auto stat = read(task->path() / "stat");
        if (stat && (stat->state == 'R' || stat->state == 'D')) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<ProcessWork> processWork(std::int64_t process, const fs::path& proc) {
    const fs::path folder = proc / std::to_string(process);
    auto stat = read(folder / "stat");
    if (!stat) {
        return std::nullopt;
    }
    stat->work.isRunnable = isRunnable(folder / "task");
    return stat->work;
}

bool isAtWork(const ProcessWork& before, const ProcessWork& now) {
    return now.isRunnable || now.processorTicks > before.processorTicks + kTicksOfWaiting ||
           now.diskFaults > before.diskFaults;
}

}  // namespace parlando::desktop
