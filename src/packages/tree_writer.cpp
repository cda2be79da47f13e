#include "packages/tree_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "packages/system.h"

namespace parlando::packages {
namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr std::size_t kBlock = std::size_t{1} << 20;
// The disk begins to write this often, so that it is nearly done when a large file ends.
constexpr std::uint64_t kWriteBehind = std::uint64_t{16} << 20;

std::string nameOf(const std::string& path) {
    return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

}  // namespace

Result<TreeWriter> TreeWriter::create(const std::filesystem::path& root) {
    if (::mkdir(root.c_str(), 0755) != 0) {
        return systemFailure("create the folder", root);
    }
    Descriptor descriptor(::open(root.c_str(), kFolderFlags));
    if (!descriptor) {
        return systemFailure("open", root);
    }
    return TreeWriter(root, std::move(descriptor));
}

Result<Descriptor> TreeWriter::folderOf(const std::string& path) {
    Descriptor folder(::fcntl(m_rootDescriptor.get(), F_DUPFD_CLOEXEC, 0));
    if (!folder) {
        return systemFailure("open", m_root);
    }
    for (std::size_t begin = 0, slash = 0; (slash = path.find('/', begin)) != std::string::npos; begin = slash + 1) {
        const auto name = path.substr(begin, slash - begin);
        if (m_folders.insert(path.substr(0, slash)).second && ::mkdirat(folder.get(), name.c_str(), 0755) != 0) {
            return systemFailure("create the folder", m_root / path.substr(0, slash));
        }
        folder = Descriptor(::openat(folder.get(), name.c_str(), kFolderFlags));
        if (!folder) {
            return systemFailure("open", m_root / path.substr(0, slash));
        }
    }
    return folder;
}

Result<> TreeWriter::begin(const TreeFile& file) {
    m_filePath = m_root / file.path;
    PARLANDO_TRY_ASSIGN(const auto folder, folderOf(file.path));
    m_file = Descriptor(
        ::openat(folder.get(), nameOf(file.path).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    m_unsynced = 0;
    return m_file ? Result<>{} : systemFailure("create", m_filePath);
}

Result<> TreeWriter::write(std::span<const std::byte> bytes) {
    m_unsynced += bytes.size();
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return systemFailure("write", m_filePath);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (m_unsynced >= kWriteBehind) {
        m_unsynced = 0;
        ::sync_file_range(m_file.get(), 0, 0, SYNC_FILE_RANGE_WRITE);  // fsync tells whether it went well
    }
    return {};
}

Result<> TreeWriter::end(const TreeFile& file) {
    const mode_t mode = file.kind == TreeFile::Kind::executable ? 0555 : 0444;
    if (::fchmod(m_file.get(), mode) != 0 || ::fsync(m_file.get()) != 0) {
        return systemFailure("write", m_filePath);
    }
    m_file.reset();
    return {};
}

Result<> TreeWriter::take(const TreeFile& file, const std::filesystem::path& existing) {
    PARLANDO_TRY_ASSIGN(const auto folder, folderOf(file.path));
    if (::linkat(AT_FDCWD, existing.c_str(), folder.get(), nameOf(file.path).c_str(), 0) == 0) {
        return {};
    }
    return copy(file, existing);
}

Result<> TreeWriter::copy(const TreeFile& file, const std::filesystem::path& existing) {
    PARLANDO_TRY_ASSIGN(const auto reader, FileReader::open(existing));
    PARLANDO_TRY(begin(file));
    std::vector<std::byte> block(kBlock);
    for (std::uint64_t offset = 0; offset < file.size;) {
        const auto bytes = std::span(block).first(std::min<std::uint64_t>(kBlock, file.size - offset));
        PARLANDO_TRY(reader.readAt(offset, bytes));
        PARLANDO_TRY(write(bytes));
        offset += bytes.size();
    }
    return end(file);
}

Result<> TreeWriter::finish() {
    for (const auto& folder : m_folders) {
        PARLANDO_TRY(syncFolder(m_root / folder));
    }
    return syncFolder(m_root);
}

}  // namespace parlando::packages
