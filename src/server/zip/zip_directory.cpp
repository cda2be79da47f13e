#include "server/zip/zip_directory.h"

#include <sys/stat.h>

#include <array>
#include <span>
#include <string_view>

#include <spdlog/fmt/fmt.h>

namespace parlando::server {
namespace {

constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEntrySize = 46;
constexpr std::uint32_t kEndMark = 0x06054B50;
constexpr std::uint32_t kEntryMark = 0x02014B50;
constexpr std::uint64_t kLargestDirectory = 1024 * 1024;  // bytes
// Encrypted, strongly encrypted, patched, with a hidden directory.
constexpr std::uint32_t kFlagsRefused = 0x0001 | 0x0020 | 0x0040 | 0x2000;
constexpr std::uint32_t kUnix = 3;

tl::unexpected<Error> corrupt(std::string_view why) {
    return failure(ErrorCode::corrupt, fmt::format("the ZIP archive is refused: {}", why));
}

// Little-endian numbers at an offset; the caller stays within the bytes.
class Fields {
public:
    explicit Fields(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    std::uint32_t u16(std::size_t offset) const { return byte(offset) | byte(offset + 1) << 8; }
    std::uint32_t u32(std::size_t offset) const { return u16(offset) | u16(offset + 2) << 16; }

private:
    std::uint32_t byte(std::size_t offset) const { return std::to_integer<std::uint32_t>(m_bytes[offset]); }
    std::span<const std::byte> m_bytes;
};

Result<> checkKind(const Fields& entry, bool isFolder) {
    const std::uint32_t flags = entry.u16(8);
    const std::uint32_t method = entry.u16(10);
    if ((flags & kFlagsRefused) != 0) {
        return corrupt("it is encrypted");
    }
    if (method != 0 && method != 8) {
        return corrupt("it is compressed in another way than by deflating");
    }
    const bool madeOnUnix = entry.u16(4) >> 8 == kUnix;
    const mode_t type = madeOnUnix ? entry.u32(38) >> 16 & S_IFMT : 0;
    if (type != 0 && type != static_cast<mode_t>(isFolder ? S_IFDIR : S_IFREG)) {
        return corrupt("it holds something that is no plain file");
    }
    return {};
}

}  // namespace

Result<std::vector<ZipEntry>> readZipDirectory(const ByteSource& archive, std::size_t most) {
    if (archive.size < kEndSize) {
        return corrupt("it is too short to be one");
    }
    std::array<std::byte, kEndSize> endBytes;
    PARLANDO_TRY(archive.readAt(archive.size - kEndSize, endBytes));
    const Fields end(endBytes);
    const std::uint32_t count = end.u16(10);
    const std::uint64_t size = end.u32(12);
    const std::uint64_t offset = end.u32(16);
    if (end.u32(0) != kEndMark || end.u32(4) != 0 || end.u16(8) != count || end.u16(20) != 0 ||
        offset + size != archive.size - kEndSize || size > kLargestDirectory) {
        return corrupt("it does not end with a directory that we can read");
    }
    if (count > most) {
        return failure(ErrorCode::resourceLimit,
                       fmt::format("the ZIP archive is refused: it holds more than {} files", most));
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    PARLANDO_TRY(archive.readAt(offset, bytes));
    std::span<const std::byte> rest(bytes);
    std::vector<ZipEntry> entries;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Fields entry(rest);
        if (rest.size() < kEntrySize || entry.u32(0) != kEntryMark) {
            return corrupt("its directory is damaged");
        }
        const std::size_t nameSize = entry.u16(28);
        const std::size_t whole = kEntrySize + nameSize + entry.u16(30) + entry.u16(32);
        if (rest.size() < whole) {
            return corrupt("its directory is damaged");
        }
        const auto name = rest.subspan(kEntrySize, nameSize);
        ZipEntry found{{reinterpret_cast<const char*>(name.data()), name.size()}, entry.u32(24), entry.u32(42), false};
        found.isFolder = found.name.ends_with('/');
        PARLANDO_TRY(checkKind(entry, found.isFolder));
        entries.push_back(std::move(found));
        rest = rest.subspan(whole);
    }
    if (!rest.empty()) {
        return corrupt("its directory is longer than it says");
    }
    return entries;
}

}  // namespace parlando::server
