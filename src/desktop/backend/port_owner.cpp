#include "desktop/backend/port_owner.h"

#include <charconv>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

#include <spdlog/fmt/fmt.h>

namespace parlando::desktop {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kListening = "0A";  // TCP_LISTEN in /proc/net/tcp

// Adds the inodes of the sockets that listen on the port. A row: "0: 0100007F:4455 00000000:0000 0A …", the
// inode is the tenth word.
void collectInodes(const fs::path& table, std::uint16_t port, std::set<std::string>& inodes) {
    std::ifstream file(table);
    std::string row;
    std::getline(file, row);  // the headings
    while (std::getline(file, row)) {
        std::istringstream words(row);
        std::string slot, local, remote, state, skipped, inode;
        words >> slot >> local >> remote >> state;
        for (int i = 0; i < 5; ++i) {
            words >> skipped;
        }
        words >> inode;
        const auto colon = local.rfind(':');
        if (state == kListening && colon != std::string::npos &&
            local.substr(colon + 1) == fmt::format("{:04X}", port)) {
            inodes.insert(inode);
        }
    }
}

bool holds(const fs::path& process, const std::set<std::string>& inodes) {
    std::error_code error;
    for (auto entry = fs::directory_iterator(process / "fd", error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        std::error_code ignored;
        const std::string target = fs::read_symlink(entry->path(), ignored).string();  // "socket:[12345]"
        if (target.starts_with("socket:[") && inodes.contains(target.substr(8, target.size() - 9))) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::string portOwner(std::uint16_t port, const fs::path& proc) {
    std::set<std::string> inodes;
    collectInodes(proc / "net" / "tcp", port, inodes);
    collectInodes(proc / "net" / "tcp6", port, inodes);
    std::error_code error;
    for (auto entry = fs::directory_iterator(proc, error);
         !inodes.empty() && !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        int process = 0;
        const bool isProcess =
            std::from_chars(name.data(), name.data() + name.size(), process).ptr == name.data() + name.size();
        if (isProcess && holds(entry->path(), inodes)) {
            std::string program;
            std::getline(std::ifstream(entry->path() / "comm"), program);
            return fmt::format("{} (process {})", program.empty() ? "a program" : program, process);
        }
    }
    return inodes.empty() ? "" : "another program";
}

}  // namespace parlando::desktop
