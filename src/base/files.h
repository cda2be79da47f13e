#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/result.h"

namespace parlando {

// The content of a regular file of at most `limit` bytes.
Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t limit);

// Reads parts of a regular file that may be too large for memory.
class FileReader {
public:
    static Result<FileReader> open(const std::filesystem::path& path);

    FileReader(FileReader&& other) noexcept;
    FileReader& operator=(FileReader&& other) noexcept;
    ~FileReader();

    const std::filesystem::path& path() const { return m_path; }
    std::uint64_t size() const { return m_size; }  // bytes, when it was opened
    // Fills `bytes` from `offset`; an error if the file ends before.
    Result<> readAt(std::uint64_t offset, std::span<std::byte> bytes) const;

private:
    FileReader(int descriptor, std::filesystem::path path, std::uint64_t size);

    int m_descriptor = -1;
    std::filesystem::path m_path;
    std::uint64_t m_size = 0;
};

// Who may read a new file: everybody that the umask lets, or its owner alone (keys, what the user wrote).
enum class FileReaders { byUmask, owner };

// Writes a file so that it appears whole or not at all: the bytes go to a temporary file in the same
// folder, which `commit` renames over the target. Without `commit` the temporary file is removed.
class AtomicFile {
public:
    static Result<AtomicFile> create(const std::filesystem::path& target, FileReaders readers = FileReaders::byUmask);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    ~AtomicFile();

    Result<> write(std::span<const std::byte> bytes);
    // Replaces bytes that were written before (a header that is known only at the end).
    Result<> overwrite(std::uint64_t offset, std::span<const std::byte> bytes);
    // Reads back what was written; an error if that ends before.
    Result<> readAt(std::uint64_t offset, std::span<std::byte> bytes) const;
    // Flushes to the disk, renames, and flushes the folder: after it the file is there for good, even if the
    // power fails. Nothing can be written any more.
    Result<> commit();

private:
    AtomicFile(int descriptor, std::filesystem::path temporary, std::filesystem::path target);
    void discard() noexcept;

    int m_descriptor = -1;
    std::filesystem::path m_temporary;
    std::filesystem::path m_target;
};

// Brings what was renamed, made and removed in a folder to the disk.
Result<> syncFolder(const std::filesystem::path& folder);

// A fresh private folder, removed with everything in it by the destructor.
class TemporaryFolder {
public:
    static Result<TemporaryFolder> create();

    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder();

    const std::filesystem::path& path() const { return m_path; }

private:
    explicit TemporaryFolder(std::filesystem::path path) : m_path(std::move(path)) {}

    std::filesystem::path m_path;
};

}  // namespace parlando
