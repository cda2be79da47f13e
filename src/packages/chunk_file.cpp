#include "packages/chunk_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando::packages {
namespace {

constexpr std::size_t kBlock = 1024 * 1024;  // bytes; how often a check looks whether it shall stop

net::Problem problemOfErrno() {
    return errno == ENOSPC || errno == EDQUOT ? net::Problem::diskFull : net::Problem::storage;
}

tl::unexpected<net::Failure> systemFailure(const std::string& what, const std::filesystem::path& path) {
    return net::fail(problemOfErrno(), fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

enum class Same { yes, no };

// Whether `path` is the file that is open, and not another one that has taken its place.
Same compare(int descriptor, const std::filesystem::path& path) {
    struct stat opened {};
    struct stat named {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
                   opened.st_ino == named.st_ino
               ? Same::yes
               : Same::no;
}

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace

ChunkFile::ChunkFile(Descriptor descriptor, std::filesystem::path path, const Layer& layer, std::uint64_t chunkBytes)
    : m_descriptor(std::move(descriptor)),
      m_path(std::move(path)),
      m_layer(&layer),
      m_chunkBytes(chunkBytes),
      m_has(layer.chunks.size()) {}

net::Outcome<ChunkFile> ChunkFile::open(const std::filesystem::path& folder, const Layer& layer,
                                        std::uint64_t chunkBytes) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const auto path = folder / (layer.sha256.hex() + ".partial");
    // O_NONBLOCK: opening a named pipe must not wait for a reader.
    Descriptor descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    if (!descriptor) {
        return systemFailure("open", path);
    }
    ChunkFile file(std::move(descriptor), path, layer, chunkBytes);
    struct stat status {};
    if (::fstat(file.m_descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return net::fail(net::Problem::storage, fmt::format("{} is not a regular file; remove it", path.string()));
    }
    if (::flock(file.m_descriptor.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return net::fail(net::Problem::busy, "another Parlando is downloading the same at this moment");
    }
    if (compare(file.m_descriptor.get(), path) == Same::no) {
        return net::fail(net::Problem::busy, "another Parlando has just used the same download; try again");
    }
    if (static_cast<std::uint64_t>(status.st_size) != layer.size &&
        ::ftruncate(file.m_descriptor.get(), static_cast<off_t>(layer.size)) != 0) {
        return systemFailure("make room for", path);
    }
    return file;
}

std::uint64_t ChunkFile::endOf(std::size_t chunk) const {
    return std::min(beginOf(chunk) + m_chunkBytes, m_layer->size);
}

bool ChunkFile::matches(std::size_t chunk, std::span<std::byte> buffer) const {
    const auto begin = static_cast<off_t>(beginOf(chunk));
    const auto end = static_cast<off_t>(endOf(chunk));
    const off_t data = ::lseek(m_descriptor.get(), begin, SEEK_DATA);
    if (data >= end || (data < 0 && errno == ENXIO)) {
        return false;  // never written
    }
    Sha256 hash;
    for (off_t offset = begin; offset < end;) {
        const auto wanted = std::min<std::size_t>(buffer.size(), static_cast<std::size_t>(end - offset));
        const ssize_t got = ::pread(m_descriptor.get(), buffer.data(), wanted, offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;  // a chunk that cannot be read is fetched and written again
        }
        hash.update(buffer.first(static_cast<std::size_t>(got)));
        offset += got;
    }
    return hash.finish() == m_layer->chunks[chunk];
}

net::Outcome<> ChunkFile::check(const std::stop_token& stop, const std::function<void(std::uint64_t)>& onBytes) {
    std::vector<std::byte> buffer(kBlock);
    for (std::size_t chunk = 0; chunk < m_has.size(); ++chunk) {
        if (stop.stop_requested()) {
            return net::fail(net::Problem::cancelled, "cancelled");
        }
        if (!m_has[chunk] && matches(chunk, buffer)) {
            m_has[chunk] = true;
            m_bytes += endOf(chunk) - beginOf(chunk);
        }
        onBytes(endOf(chunk));
    }
    return {};
}

net::Failure ChunkFile::writeFailure() const {
    net::Failure failure{problemOfErrno(), fmt::format("cannot write {}: {}", m_path.string(), std::strerror(errno))};
    struct statvfs system {};
    if (failure.problem == net::Problem::diskFull && ::fstatvfs(m_descriptor.get(), &system) == 0) {
        failure.message += fmt::format(
            "; {} are still needed and {} are free. Make room and start again: what has arrived "
            "is kept",
            megabytes(m_layer->size - m_bytes), megabytes(system.f_bavail * system.f_frsize));
    }
    return failure;
}

net::Outcome<> ChunkFile::store(std::size_t chunk, std::span<const std::byte> bytes) {
    auto offset = static_cast<off_t>(beginOf(chunk));
    for (auto left = bytes; !left.empty();) {
        const ssize_t written = ::pwrite(m_descriptor.get(), left.data(), left.size(), offset);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return tl::unexpected(writeFailure());
        }
        offset += written;
        left = left.subspan(static_cast<std::size_t>(written));
    }
    // Begins to bring the chunk to the disk, so that `finish` has little left to wait for. Only a hint.
    ::sync_file_range(m_descriptor.get(), static_cast<off_t>(beginOf(chunk)), static_cast<off_t>(bytes.size()),
                      SYNC_FILE_RANGE_WRITE);
    m_has[chunk] = true;
    m_bytes += bytes.size();
    return {};
}

net::Outcome<> ChunkFile::finish() {
    if (::fdatasync(m_descriptor.get()) != 0) {
        return tl::unexpected(writeFailure());
    }
    // Without working locks another process may have installed the layer and removed the file.
    if (compare(m_descriptor.get(), m_path) == Same::no) {
        return net::fail(net::Problem::busy,
                         fmt::format("{} was removed while it was being downloaded; try again", m_path.string()));
    }
    return {};
}

}  // namespace parlando::packages
