#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "server/zip/zip_reader.h"

using namespace parlando;

namespace {

constexpr server::ZipLimits kLimits{8, 64 * 1024, 100};

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

// Nobody reads beyond the archive, whatever its directory says.
ByteSource guardedSource(std::span<const std::byte> archive) {
    return {archive.size(), [archive](std::uint64_t offset, std::span<std::byte> bytes) -> Result<> {
                require(offset <= archive.size() && bytes.size() <= archive.size() - offset);
                std::ranges::copy(archive.subspan(offset, bytes.size()), bytes.begin());
                return {};
            }};
}

bool staysInItsFolder(std::string_view name) {
    const std::string path = "/" + std::string(name) + "/";
    return !name.empty() && !name.starts_with('/') && path.find("/../") == std::string::npos &&
           path.find("/./") == std::string::npos && name.find('\\') == std::string_view::npos &&
           std::ranges::all_of(name, [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

// Any bytes as an archive: names that lead nowhere else, each once, and no more files and bytes than the limits say.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto archive = std::as_bytes(std::span(data, size));
    std::set<std::string> names;
    std::uint64_t unpacked = 0;
    const auto read = server::readZip(guardedSource(archive), kLimits, [&](const std::string& name) {
        require(staysInItsFolder(name) && names.insert(name).second && names.size() <= kLimits.entries);
        return Result<server::ZipSink>([&unpacked](std::span<const std::byte> bytes) {
            unpacked += bytes.size();
            return Result<>();
        });
    });
    require(unpacked <= kLimits.unpackedBytes && unpacked <= kLimits.ratio * size);
    require(read || !read.error().message.empty());
    return 0;
}
