#include "desktop/backend/process_work.h"

#include <fstream>
#include <sstream>
#include <string>

namespace parlando::desktop {
namespace {

constexpr std::uint64_t kTicksOfWaiting = 1;

}  // namespace

std::optional<ProcessWork> processWork(std::int64_t process, const std::filesystem::path& proc) {
    std::ifstream file(proc / std::to_string(process) / "stat");
    std::string line;
    std::getline(file, line);
    // proc(5): the name in parentheses may hold anything; what follows the last one are numbers, from field 3 on.
    const auto name = line.rfind(')');
    if (name == std::string::npos) {
        return std::nullopt;
    }
    std::istringstream fields(line.substr(name + 1));
    std::string skipped;
    const auto skip = [&](int count) {
        for (int i = 0; i < count; ++i) {
            fields >> skipped;
        }
    };
    ProcessWork work;
    std::uint64_t user = 0;
    std::uint64_t system = 0;
    skip(9);  // up to cminflt
    fields >> work.diskFaults;
    skip(1);
    fields >> user >> system;
    work.processorTicks = user + system;
    return fields ? std::optional(work) : std::nullopt;
}

bool isAtWork(const ProcessWork& before, const ProcessWork& now) {
    return now.processorTicks > before.processorTicks + kTicksOfWaiting || now.diskFaults > before.diskFaults;
}

}  // namespace parlando::desktop
