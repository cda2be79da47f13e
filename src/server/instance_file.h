#pragma once

#include <filesystem>

#include "base/descriptor.h"
#include "base/result.h"
#include "protocol/startup.h"

namespace parlando::server {

// The running server's claim on its data folder: `server.lock` is locked while the process lives, and
// `server.json` (mode 0600) says where to find it. Both are the kernel's and ours to remove: a lock ends
// with its process, however that ends, so a stale `server.json` never keeps anybody out.
class InstanceFile {
public:
    // Creates the folder where it is missing. Errors: busy (another server has it), io.
    static Result<InstanceFile> claim(const std::filesystem::path& dataFolder);
    // Writes `server.json`. Errors: io.
    Result<> announce(const protocol::Hello& hello) const;

    InstanceFile(InstanceFile&&) noexcept = default;
    InstanceFile& operator=(InstanceFile&&) = delete;
    ~InstanceFile();

private:
    InstanceFile(Descriptor lock, std::filesystem::path file) : m_lock(std::move(lock)), m_file(std::move(file)) {}

    Descriptor m_lock;
    std::filesystem::path m_file;
};

}  // namespace parlando::server
