#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace parlando::engine {

// The directory of a ZIP file, for formats that are ZIP files: PyTorch checkpoints and NumPy's .npz. It is believed
// only where it and the entries agree: one disk, no encryption, nothing before the first entry's directory or after the
// end record that could be a second directory, no entry twice, no overlap, each entry's own header as the directory
// says.
class ZipArchive {
public:
    struct Entry {
        std::string name;
        std::uint64_t offset = 0;       // of its data in the file
        std::uint64_t storedBytes = 0;  // as they lie in the file
        std::uint64_t bytes = 0;        // as they were
        std::uint32_t crc = 0;
        bool deflated = false;  // false: stored as they were
    };

    // Errors do not name the file, which the caller does: corrupt, resourceLimit, incompatible.
    static Result<ZipArchive> open(FileReader file);

    const FileReader& file() const { return m_file; }
    const std::vector<Entry>& entries() const { return m_entries; }  // by name
    const Entry* find(std::string_view name) const;

    // The whole of an entry of at most `limit` bytes, inflated where it is deflated, with its checksum checked.
    Result<std::string> content(const Entry& entry, std::uint64_t limit) const;

private:
    ZipArchive(FileReader file, std::vector<Entry> entries);

    FileReader m_file;
    std::vector<Entry> m_entries;
};

}  // namespace parlando::engine
