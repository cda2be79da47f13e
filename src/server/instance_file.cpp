#include "server/instance_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

namespace parlando::server {
namespace {

namespace fs = std::filesystem;

auto cannotWrite(const fs::path& path, int error) {
    return failure(ErrorCode::io, fmt::format("cannot write {}: {}", path.string(), std::strerror(error)));
}

// Appears whole or not at all, and is private from its first byte.
Result<> writePrivate(const fs::path& path, std::string_view content) {
    const fs::path temporary = path.string() + ".new";
    ::unlink(temporary.c_str());
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file || ::write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()) ||
        ::rename(temporary.c_str(), path.c_str()) != 0) {
        return cannotWrite(path, errno);
    }
    return {};
}

}  // namespace

Result<InstanceFile> InstanceFile::claim(const fs::path& dataFolder) {
    std::error_code error;
    fs::create_directories(dataFolder, error);
    if (error) {
        return failure(ErrorCode::io,
                       fmt::format("cannot create the data folder {}: {}; choose another with --data-dir",
                                   dataFolder.string(), error.message()));
    }
    const fs::path lockFile = dataFolder / "server.lock";
    Descriptor lock(::open(lockFile.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock) {
        return cannotWrite(lockFile, errno);
    }
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        return failure(ErrorCode::busy,
                       fmt::format("another server uses the data folder {}; stop it, or choose another "
                                   "folder with --data-dir",
                                   dataFolder.string()));
    }
    return InstanceFile(std::move(lock), dataFolder / "server.json");
}

Result<> InstanceFile::announce(const protocol::Hello& hello) const {
    const nlohmann::ordered_json content = {{"pid", hello.pid},
                                            {"port", hello.port},
                                            {"version", hello.version},
                                            {"variant", hello.variant},
                                            {"instance", hello.instance}};
    return writePrivate(m_file, content.dump() + "\n");
}

InstanceFile::~InstanceFile() {
    if (m_lock) {
        ::unlink(m_file.c_str());
    }
}

}  // namespace parlando::server
