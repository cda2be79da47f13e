#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "base/descriptor.h"
#include "packages/unpack.h"

namespace parlando::packages {

// Writes the files of a package into a folder that nobody else uses. Every step goes through the descriptor of a
// folder that was opened without following links, so that no path leads out of it. Files end with mode 0444 or 0555
// and on the disk.
class TreeWriter : public TreeSink {
public:
    // Creates `root`, whose parent exists.
    static Result<TreeWriter> create(const std::filesystem::path& root);

    Result<> begin(const TreeFile& file) override;
    Result<> write(std::span<const std::byte> bytes) override;
    Result<> end(const TreeFile& file) override;

    // Takes a file over from another package: the same file under a second name, or a copy where the file system has
    // no second names. The caller has checked its content.
    Result<> take(const TreeFile& file, const std::filesystem::path& existing);

    // Makes the folders durable. Nothing can be written after it.
    Result<> finish();

private:
    TreeWriter(std::filesystem::path root, Descriptor descriptor)
        : m_root(std::move(root)), m_rootDescriptor(std::move(descriptor)) {}

    // The folder of a path, created if it is not there.
    Result<Descriptor> folderOf(const std::string& path);
    Result<> copy(const TreeFile& file, const std::filesystem::path& existing);

    std::filesystem::path m_root;
    Descriptor m_rootDescriptor;
    std::set<std::string> m_folders;   // below the root
    Descriptor m_file;                 // the one that is being written
    std::filesystem::path m_filePath;  // for messages
    std::uint64_t m_unsynced = 0;      // bytes since the disk was last told to write
};

}  // namespace parlando::packages
