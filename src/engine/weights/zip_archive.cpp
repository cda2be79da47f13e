#include "engine/weights/zip_archive.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <zlib.h>

#include "base/utf8.h"

// APPNOTE.TXT of PKWARE, sections 4.3 and 4.5.3.
namespace parlando::engine {
namespace {

constexpr std::uint32_t kEntrySignature = 0x04034b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::uint64_t kEntryBytes = 30;
constexpr std::uint64_t kDirectoryEntryBytes = 46;
constexpr std::uint64_t kEndBytes = 22;
constexpr std::uint64_t kEnd64Bytes = 56;
constexpr std::uint64_t kLocator64Bytes = 20;
constexpr std::uint64_t kLongestComment = 0xFFFF;
constexpr std::uint16_t kZip64Field = 0x0001;

constexpr std::uint64_t kMaximumDirectoryBytes = std::uint64_t{32} << 20;
constexpr std::uint64_t kMaximumEntries = 200'000;
constexpr std::size_t kLongestName = 512;
// Deflate makes at most 1032 bytes of one.
constexpr std::uint64_t kLargestRatio = 1040;

constexpr std::uint16_t kEncrypted = 0x0001;
constexpr std::uint16_t kSizesFollow = 0x0008;  // the entry's own header leaves them out
constexpr std::uint16_t kUtf8Name = 0x0800;
constexpr std::uint16_t kKnownFlags = kSizesFollow | kUtf8Name | 0x0006;  // and the two of deflate's speed

static_assert(std::endian::native == std::endian::little, "ZIP is little-endian");

tl::unexpected<Error> corrupt(std::string message) {
    return failure(ErrorCode::corrupt, std::move(message));
}

// A number of a record whose length has been checked.
template <class Number>
Number at(std::string_view record, std::size_t offset) {
    Number value{};
    std::memcpy(&value, record.data() + offset, sizeof(value));
    return value;
}

Result<std::string> read(const FileReader& file, std::uint64_t offset, std::uint64_t bytes) {
    std::string content(bytes, '\0');
    PARLANDO_TRY(file.readAt(offset, std::as_writable_bytes(std::span(content))));
    return content;
}

struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t offset = 0;
};

// The record for large archives stands before `end`, if there is one.
Result<> readLargeEnd(const FileReader& file, std::uint64_t& end, Directory& directory) {
    if (end < kLocator64Bytes + kEnd64Bytes) {
        return {};
    }
    PARLANDO_TRY_ASSIGN(const std::string locator, read(file, end - kLocator64Bytes, kLocator64Bytes));
    if (at<std::uint32_t>(locator, 0) != kLocator64Signature) {
        return {};
    }
    const std::uint64_t position = end - kLocator64Bytes - kEnd64Bytes;
    if (at<std::uint64_t>(locator, 8) != position) {
        return corrupt("the two end records of the archive are not next to each other");
    }
    PARLANDO_TRY_ASSIGN(const std::string record, read(file, position, kEnd64Bytes));
    if (at<std::uint32_t>(record, 0) != kEnd64Signature || at<std::uint64_t>(record, 4) != kEnd64Bytes - 12) {
        return corrupt("the end record for large archives is not one");
    }
    const Directory large{at<std::uint64_t>(record, 32), at<std::uint64_t>(record, 40), at<std::uint64_t>(record, 48)};
    const bool sameEntries = directory.entries == 0xFFFF || directory.entries == large.entries;
    const bool sameBytes = directory.bytes == 0xFFFFFFFF || directory.bytes == large.bytes;
    const bool sameOffset = directory.offset == 0xFFFFFFFF || directory.offset == large.offset;
    if (!sameEntries || !sameBytes || !sameOffset || at<std::uint64_t>(record, 24) != large.entries) {
        return corrupt("the two end records of the archive say different things");
    }
    directory = large;
    end = position;
    return {};
}

Result<Directory> findDirectory(const FileReader& file) {
    if (file.size() < kEndBytes) {
        return corrupt(fmt::format("the file has {} bytes, too few for an archive", file.size()));
    }
    const std::uint64_t tailBytes = std::min(file.size(), kEndBytes + kLongestComment);
    PARLANDO_TRY_ASSIGN(const std::string tail, read(file, file.size() - tailBytes, tailBytes));
    for (std::size_t start = tailBytes - kEndBytes + 1; start-- > 0;) {
        if (at<std::uint32_t>(tail, start) != kEndSignature ||
            start + kEndBytes + at<std::uint16_t>(tail, start + 20) != tailBytes) {
            continue;
        }
        const std::string_view record = std::string_view(tail).substr(start, kEndBytes);
        Directory directory{at<std::uint16_t>(record, 10), at<std::uint32_t>(record, 12),
                            at<std::uint32_t>(record, 16)};
        if (at<std::uint16_t>(record, 4) != 0 || at<std::uint16_t>(record, 6) != 0 ||
            at<std::uint16_t>(record, 8) != directory.entries) {
            return corrupt("the archive is one part of several");
        }
        std::uint64_t end = file.size() - tailBytes + start;
        PARLANDO_TRY(readLargeEnd(file, end, directory));
        if (directory.entries > kMaximumEntries || directory.bytes > kMaximumDirectoryBytes) {
            return failure(ErrorCode::resourceLimit,
                           fmt::format("the archive's directory has {} entries and {} bytes; at most {} and {} are "
                                       "accepted",
                                       directory.entries, directory.bytes, kMaximumEntries, kMaximumDirectoryBytes));
        }
        if (directory.offset > end || directory.bytes != end - directory.offset) {
            return corrupt("the archive's directory does not lie where its end record says");
        }
        return directory;
    }
    return corrupt("the archive has no end record; the file may be incomplete");
}

// Sizes and position that do not fit the directory's 32 bits stand in a field for large archives, in this order.
Result<> readLargeSizes(std::string_view extra, ZipArchive::Entry& entry) {
    const auto wrong = [&entry] { return corrupt(fmt::format("entry '{}': its extra fields are broken", entry.name)); };
    bool found = false;
    while (!extra.empty()) {
        if (extra.size() < 4 || extra.size() - 4 < at<std::uint16_t>(extra, 2)) {
            return wrong();
        }
        const auto kind = at<std::uint16_t>(extra, 0);
        std::string_view field = extra.substr(4, at<std::uint16_t>(extra, 2));
        extra.remove_prefix(4 + field.size());
        if (kind != kZip64Field) {
            continue;
        }
        if (std::exchange(found, true)) {
            return wrong();
        }
        for (std::uint64_t* value : {&entry.bytes, &entry.storedBytes, &entry.offset}) {
            if (*value == 0xFFFFFFFF) {
                if (field.size() < 8) {
                    return wrong();
                }
                *value = at<std::uint64_t>(field, 0);
                field.remove_prefix(8);
            }
        }
    }
    return {};
}

// The entry at the start of `directory`, whose offset is that of its own header; takes it off.
Result<ZipArchive::Entry> takeEntry(std::string_view& directory, std::size_t index) {
    const auto wrong = [index](std::string_view what) {
        return corrupt(fmt::format("entry {} of the archive's directory {}", index, what));
    };
    if (directory.size() < kDirectoryEntryBytes || at<std::uint32_t>(directory, 0) != kDirectorySignature) {
        return wrong("is not one");
    }
    const std::size_t nameBytes = at<std::uint16_t>(directory, 28);
    const std::size_t extraBytes = at<std::uint16_t>(directory, 30);
    const std::size_t total = kDirectoryEntryBytes + nameBytes + extraBytes + at<std::uint16_t>(directory, 32);
    if (directory.size() < total) {
        return wrong("ends too early");
    }
    ZipArchive::Entry entry;
    entry.name = directory.substr(kDirectoryEntryBytes, nameBytes);
    if (entry.name.empty() || entry.name.size() > kLongestName || utf8::firstInvalid(entry.name) ||
        entry.name.find('\0') != std::string::npos) {
        return wrong("has no proper name");
    }
    const auto refuse = [&entry](std::string_view what) {
        return failure(ErrorCode::incompatible, fmt::format("entry '{}': {}", entry.name, what));
    };
    const auto flags = at<std::uint16_t>(directory, 8);
    const auto method = at<std::uint16_t>(directory, 10);
    if ((flags & kEncrypted) != 0) {
        return refuse("it is encrypted");
    }
    if ((flags & ~kKnownFlags) != 0) {
        return refuse(fmt::format("it has the flags {:#06x}, which this program does not know", flags));
    }
    if (method != 0 && method != 8) {
        return refuse(fmt::format("it is compressed by method {}; this program knows 'stored' and 'deflated'", method));
    }
    entry.deflated = method == 8;
    entry.crc = at<std::uint32_t>(directory, 16);
    entry.storedBytes = at<std::uint32_t>(directory, 20);
    entry.bytes = at<std::uint32_t>(directory, 24);
    entry.offset = at<std::uint32_t>(directory, 42);
    if (at<std::uint16_t>(directory, 34) != 0) {
        return wrong("lies in another part of the archive");
    }
    PARLANDO_TRY(readLargeSizes(directory.substr(kDirectoryEntryBytes + nameBytes, extraBytes), entry));
    if (!entry.deflated && entry.bytes != entry.storedBytes) {
        return corrupt(fmt::format("entry '{}': it is stored and has two sizes", entry.name));
    }
    if (entry.bytes / kLargestRatio > entry.storedBytes) {
        return corrupt(
            fmt::format("entry '{}': {} bytes cannot become {}", entry.name, entry.storedBytes, entry.bytes));
    }
    directory.remove_prefix(total);
    return entry;
}

// Moves the entry's offset from its own header to its data. That header must agree with the directory.
Result<> findData(const FileReader& file, std::uint64_t end, ZipArchive::Entry& entry) {
    const auto wrong = [&entry](std::string_view what) {
        return corrupt(fmt::format("entry '{}': {}", entry.name, what));
    };
    const std::uint64_t headerBytes = kEntryBytes + entry.name.size();
    if (entry.offset > end || end - entry.offset < headerBytes) {
        return wrong("it lies outside the archive");
    }
    PARLANDO_TRY_ASSIGN(const std::string header, read(file, entry.offset, headerBytes));
    if (at<std::uint32_t>(header, 0) != kEntrySignature) {
        return wrong("it does not begin where the directory says");
    }
    if (header.compare(kEntryBytes, std::string::npos, entry.name) != 0 ||
        at<std::uint16_t>(header, 26) != entry.name.size()) {
        return wrong("its own header has another name");
    }
    if (at<std::uint16_t>(header, 8) != (entry.deflated ? 8 : 0)) {
        return wrong("its own header names another compression");
    }
    const bool sizesFollow = (at<std::uint16_t>(header, 6) & kSizesFollow) != 0;
    const auto differs = [](std::uint32_t own, std::uint64_t known) { return own != 0xFFFFFFFF && own != known; };
    if (!sizesFollow && (differs(at<std::uint32_t>(header, 18), entry.storedBytes) ||
                         differs(at<std::uint32_t>(header, 22), entry.bytes))) {
        return wrong("its own header has another size");
    }
    entry.offset += headerBytes + at<std::uint16_t>(header, 28);
    if (entry.offset > end || entry.storedBytes > end - entry.offset) {
        return wrong("its data lies outside the archive; the file may be incomplete");
    }
    return {};
}

Result<> checkOverlap(const std::vector<ZipArchive::Entry>& entries) {
    std::vector<const ZipArchive::Entry*> byOffset;
    for (const ZipArchive::Entry& entry : entries) {
        byOffset.push_back(&entry);
    }
    std::ranges::sort(byOffset, {}, &ZipArchive::Entry::offset);
    std::uint64_t position = 0;
    for (const ZipArchive::Entry* entry : byOffset) {
        // Between two entries' data stands the second one's header.
        if (entry->offset < position + kEntryBytes) {
            return corrupt(fmt::format("entry '{}': it overlaps another", entry->name));
        }
        position = entry->offset + entry->storedBytes;
    }
    return {};
}

Result<std::string> inflated(const ZipArchive::Entry& entry, std::string& stored) {
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        return failure(ErrorCode::resourceLimit, "there is not enough memory to decompress");
    }
    std::string content(entry.bytes, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(stored.data());
    stream.avail_in = static_cast<uInt>(stored.size());
    stream.next_out = reinterpret_cast<Bytef*>(content.data());
    stream.avail_out = static_cast<uInt>(content.size());
    const int outcome = inflate(&stream, Z_FINISH);
    const bool whole = outcome == Z_STREAM_END && stream.avail_out == 0 && stream.avail_in == 0;
    inflateEnd(&stream);
    if (!whole) {
        return corrupt(fmt::format("entry '{}': its compressed data is broken", entry.name));
    }
    return content;
}

}  // namespace

ZipArchive::ZipArchive(FileReader file, std::vector<Entry> entries)
    : m_file(std::move(file)), m_entries(std::move(entries)) {}

Result<ZipArchive> ZipArchive::open(FileReader file) {
    PARLANDO_TRY_ASSIGN(const Directory directory, findDirectory(file));
    PARLANDO_TRY_ASSIGN(const std::string records, read(file, directory.offset, directory.bytes));
    std::string_view rest = records;
    std::vector<Entry> entries;
    for (std::uint64_t i = 0; i < directory.entries; ++i) {
        PARLANDO_TRY_ASSIGN(Entry entry, takeEntry(rest, i));
        PARLANDO_TRY(findData(file, directory.offset, entry));
        entries.push_back(std::move(entry));
    }
    if (!rest.empty()) {
        return corrupt(fmt::format("the archive's directory has {} bytes more than its entries", rest.size()));
    }
    std::ranges::sort(entries, {}, &Entry::name);
    const auto twice = std::ranges::adjacent_find(entries, {}, &Entry::name);
    if (twice != entries.end()) {
        return corrupt(fmt::format("entry '{}': it is there twice", twice->name));
    }
    PARLANDO_TRY(checkOverlap(entries));
    return ZipArchive(std::move(file), std::move(entries));
}

const ZipArchive::Entry* ZipArchive::find(std::string_view name) const {
    const auto found = std::ranges::lower_bound(m_entries, name, {}, &Entry::name);
    return found != m_entries.end() && found->name == name ? &*found : nullptr;
}

Result<std::string> ZipArchive::content(const Entry& entry, std::uint64_t limit) const {
    // zlib counts in 32 bits.
    if (std::max(entry.bytes, entry.storedBytes) > std::min<std::uint64_t>(limit, UINT32_MAX)) {
        return failure(ErrorCode::resourceLimit,
                       fmt::format("entry '{}' has {} bytes; at most {} are accepted", entry.name, entry.bytes, limit));
    }
    PARLANDO_TRY_ASSIGN(std::string content, read(m_file, entry.offset, entry.storedBytes));
    if (entry.deflated) {
        PARLANDO_TRY_ASSIGN(content, inflated(entry, content));
    }
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
    if (crc != entry.crc) {
        return corrupt(fmt::format("entry '{}': its checksum is wrong; the file is damaged", entry.name));
    }
    return content;
}

}  // namespace parlando::engine
