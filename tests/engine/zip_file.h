#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <zlib.h>

// ZIP files, and such as they should not be.
namespace parlando::engine::testing {

// The `count` lowest bytes of `value`, little-endian.
inline std::string littleEndian(std::uint64_t value, std::size_t count) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
    }
    return bytes;
}

struct ZipEntry {
    std::string name{};
    std::string content{};  // as it lies in the file
    std::uint16_t method = 0;
    std::uint16_t flags = 0;
    std::optional<std::uint64_t> size{};     // otherwise that of the content
    std::optional<std::uint32_t> crc{};      // otherwise that of the content
    std::optional<std::string> ownName{};    // in the entry's own header
    std::optional<std::uint32_t> ownSize{};  // in the entry's own header
    std::optional<std::uint32_t> offset{};   // in the directory
    std::string extra{};                     // in the directory
};

// What the end record says, where it is not the truth.
struct ZipEnd {
    std::optional<std::uint16_t> entries{};
    std::optional<std::uint32_t> bytes{};
    std::optional<std::uint32_t> offset{};
    std::uint16_t disk = 0;
    std::string comment{};
    std::string between{};  // directory and end record
};

inline std::string zip(const std::vector<ZipEntry>& entries, const ZipEnd& end = {}) {
    std::string file;
    std::string directory;
    for (const ZipEntry& entry : entries) {
        const std::uint32_t crc = entry.crc.value_or(static_cast<std::uint32_t>(
            ::crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()), static_cast<uInt>(entry.content.size()))));
        const std::uint64_t size = entry.size.value_or(entry.content.size());
        const std::string sizes = littleEndian(entry.content.size(), 4) + littleEndian(size, 4);
        const std::string ownSizes =
            entry.ownSize ? littleEndian(*entry.ownSize, 4) + littleEndian(*entry.ownSize, 4) : sizes;
        const std::string ownName = entry.ownName.value_or(entry.name);
        const std::string common =
            littleEndian(entry.flags, 2) + littleEndian(entry.method, 2) + std::string(4, '\0') + littleEndian(crc, 4);
        directory += "PK\x01\x02" + littleEndian(20, 2) + littleEndian(20, 2) + common + sizes +
                     littleEndian(entry.name.size(), 2) + littleEndian(entry.extra.size(), 2) + std::string(10, '\0') +
                     littleEndian(entry.offset.value_or(static_cast<std::uint32_t>(file.size())), 4) + entry.name +
                     entry.extra;
        file += "PK\x03\x04" + littleEndian(20, 2) + common + ownSizes + littleEndian(ownName.size(), 2) +
                littleEndian(0, 2) + ownName + entry.content;
    }
    const std::uint64_t count = end.entries.value_or(static_cast<std::uint16_t>(entries.size()));
    const std::string record = "PK\x05\x06" + littleEndian(end.disk, 2) + littleEndian(0, 2) + littleEndian(count, 2) +
                               littleEndian(count, 2) +
                               littleEndian(end.bytes.value_or(static_cast<std::uint32_t>(directory.size())), 4) +
                               littleEndian(end.offset.value_or(static_cast<std::uint32_t>(file.size())), 4) +
                               littleEndian(end.comment.size(), 2) + end.comment;
    return file + directory + end.between + record;
}

}  // namespace parlando::engine::testing
