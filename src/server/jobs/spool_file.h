#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace parlando::server {

// First in, first out, on disk: bytes that do not fit in memory until they are taken. The file has no name and
// so is gone with the process, however that ends.
class SpoolFile {
public:
    // The file is made in `folder` when the first byte comes.
    explicit SpoolFile(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    std::uint64_t size() const { return m_end - m_begin; }  // bytes written and not yet taken
    // Errors: io, such as a full disk.
    Result<> write(std::span<const std::byte> bytes);
    // At most `limit` bytes.
    Result<std::vector<std::byte>> take(std::size_t limit);

private:
    std::filesystem::path m_folder;
    Descriptor m_file;
    std::uint64_t m_begin = 0;  // of what has not been taken
    std::uint64_t m_end = 0;
};

}  // namespace parlando::server
