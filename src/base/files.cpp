#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando {
namespace {

std::string reason() {
    return std::strerror(errno);
}

ErrorCode codeOfErrno() {
    return errno == ENOENT || errno == ENOTDIR ? ErrorCode::notFound : ErrorCode::io;
}

Result<> writeAll(int descriptor, std::span<const std::byte> bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return failure(ErrorCode::io, fmt::format("cannot write {}: {}", path.string(), reason()));
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<> readExactly(int descriptor, std::uint64_t offset, std::span<std::byte> bytes,
                     const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t got = ::pread(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return failure(got < 0 ? ErrorCode::io : ErrorCode::corrupt,
                           fmt::format("cannot read {}: {}", path.string(), got < 0 ? reason() : "it ends too early"));
        }
        offset += static_cast<std::uint64_t>(got);
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return {};
}

}  // namespace

FileReader::FileReader(int descriptor, std::filesystem::path path, std::uint64_t size)
    : m_descriptor(descriptor), m_path(std::move(path)), m_size(size) {}

FileReader::FileReader(FileReader&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_path(std::move(other.m_path)), m_size(other.m_size) {}

FileReader& FileReader::operator=(FileReader&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_path, other.m_path);
    std::swap(m_size, other.m_size);
    return *this;
}

FileReader::~FileReader() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<FileReader> FileReader::open(const std::filesystem::path& path) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return failure(codeOfErrno(), fmt::format("cannot open {}: {}", path.string(), reason()));
    }
    FileReader reader(descriptor, path, 0);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        return failure(ErrorCode::invalidInput, fmt::format("{} is not a regular file", path.string()));
    }
    reader.m_size = static_cast<std::uint64_t>(status.st_size);
    return reader;
}

Result<> FileReader::readAt(std::uint64_t offset, std::span<std::byte> bytes) const {
    return readExactly(m_descriptor, offset, bytes, m_path);
}

Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t limit) {
    PARLANDO_TRY_ASSIGN(const FileReader reader, FileReader::open(path));
    if (reader.size() > limit) {
        return failure(ErrorCode::resourceLimit,
                       fmt::format("{} has {} bytes; at most {} are accepted", path.string(), reader.size(), limit));
    }
    std::string content(reader.size(), '\0');
    PARLANDO_TRY(reader.readAt(0, std::as_writable_bytes(std::span(content))));
    return content;
}

AtomicFile::AtomicFile(int descriptor, std::filesystem::path temporary, std::filesystem::path target)
    : m_descriptor(descriptor), m_temporary(std::move(temporary)), m_target(std::move(target)) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_temporary(std::move(other.m_temporary)),
      m_target(std::move(other.m_target)) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    if (this != &other) {
        discard();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_temporary = std::move(other.m_temporary);
        m_target = std::move(other.m_target);
    }
    return *this;
}

AtomicFile::~AtomicFile() {
    discard();
}

void AtomicFile::discard() noexcept {
    if (m_descriptor >= 0) {
        ::close(std::exchange(m_descriptor, -1));
        ::unlink(m_temporary.c_str());
    }
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target, FileReaders readers) {
    std::error_code ignored;
    if (std::filesystem::is_directory(target, ignored)) {
        return failure(ErrorCode::invalidInput, fmt::format("cannot write {}: it is a folder", target.string()));
    }
    std::string pattern = (target.parent_path() / ("." + target.filename().string() + ".XXXXXX")).string();
    const int descriptor = ::mkostemp(pattern.data(), O_CLOEXEC);
    if (descriptor < 0) {
        return failure(codeOfErrno(), fmt::format("cannot write {}: {}", target.string(), reason()));
    }
    if (readers == FileReaders::byUmask) {  // mkostemp makes private files
        const mode_t mask = ::umask(0);
        ::umask(mask);
        ::fchmod(descriptor, static_cast<mode_t>(0666) & ~mask);
    }
    return AtomicFile(descriptor, std::move(pattern), target);
}

Result<> AtomicFile::write(std::span<const std::byte> bytes) {
    return writeAll(m_descriptor, bytes, m_target);
}

Result<> AtomicFile::overwrite(std::uint64_t offset, std::span<const std::byte> bytes) {
    if (::lseek(m_descriptor, static_cast<off_t>(offset), SEEK_SET) < 0) {
        return failure(ErrorCode::io, fmt::format("cannot write {}: {}", m_target.string(), reason()));
    }
    PARLANDO_TRY(writeAll(m_descriptor, bytes, m_target));
    ::lseek(m_descriptor, 0, SEEK_END);
    return {};
}

Result<> AtomicFile::readAt(std::uint64_t offset, std::span<std::byte> bytes) const {
    return readExactly(m_descriptor, offset, bytes, m_temporary);
}

Result<> AtomicFile::commit() {
    if (::fsync(m_descriptor) != 0 || ::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
        const auto error = failure(ErrorCode::io, fmt::format("cannot write {}: {}", m_target.string(), reason()));
        discard();
        return error;
    }
    ::close(std::exchange(m_descriptor, -1));
    const auto folder = m_target.parent_path();
    return syncFolder(folder.empty() ? "." : folder);
}

Result<> syncFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return failure(codeOfErrno(), fmt::format("cannot open the folder {}: {}", folder.string(), reason()));
    }
    // Some file systems (network, FUSE) do not know this and say EINVAL: there is nothing more to do there.
    const bool synced = ::fsync(descriptor) == 0 || errno == EINVAL;
    const auto error =
        synced ? Result<>()
               : failure(ErrorCode::io, fmt::format("cannot write the folder {}: {}", folder.string(), reason()));
    ::close(descriptor);
    return error;
}

Result<TemporaryFolder> TemporaryFolder::create() {
    std::error_code error;
    const auto parent = std::filesystem::temp_directory_path(error);
    std::string pattern = ((error ? std::filesystem::path("/tmp") : parent) / "parlando.XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        return failure(ErrorCode::io, fmt::format("cannot create a temporary folder {}: {}", pattern, reason()));
    }
    return TemporaryFolder(pattern);
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}

TemporaryFolder::~TemporaryFolder() {
    if (!m_path.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
}

}  // namespace parlando
