#include "packages/system.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <system_error>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"

namespace parlando::packages {

tl::unexpected<Error> systemFailure(std::string_view action, const std::filesystem::path& path) {
    const int number = errno;
    const bool full = number == ENOSPC || number == EDQUOT;
    return failure(number == ENOENT ? ErrorCode::notFound : ErrorCode::io,
                   fmt::format("cannot {} {}: {}", action, path.string(),
                               full ? "the disk is full, or your share of it is used up" : std::strerror(number)));
}

Result<> syncFolder(const std::filesystem::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor || ::fsync(descriptor.get()) != 0) {
        return systemFailure("write the folder", folder);
    }
    return {};
}

Result<> replaceFile(const std::filesystem::path& path, std::string_view content) {
    PARLANDO_TRY_ASSIGN(auto file, AtomicFile::create(path));
    PARLANDO_TRY(file.write(std::as_bytes(std::span(content))));
    PARLANDO_TRY(file.commit());
    return syncFolder(path.parent_path());
}

Result<> removeAll(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot remove {}: {}", path.string(), error.message()));
    }
    return {};
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder, Waiting waiting) {
    Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor) {
        return systemFailure("open", folder);
    }
    int outcome = 0;
    do {
        outcome = ::flock(descriptor.get(), waiting == Waiting::none ? LOCK_EX | LOCK_NB : LOCK_EX);
    } while (outcome != 0 && errno == EINTR);
    if (outcome != 0 && errno == EWOULDBLOCK) {
        return failure(ErrorCode::busy, fmt::format("{} is used by another process", folder.string()));
    }
    return FolderLock(std::move(descriptor));
}

}  // namespace parlando::packages
