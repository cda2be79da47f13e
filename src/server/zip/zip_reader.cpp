#include "server/zip/zip_reader.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include <spdlog/fmt/fmt.h>

#include "packages/archive_library.h"
#include "server/zip/zip_directory.h"

namespace parlando::server {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kLongestName = 255;  // bytes

using packages::ArchiveInput;
using packages::libarchive;

// What libarchive reads through its callbacks.
struct Input {
    explicit Input(const ByteSource& given) : source(given) {}

    const ByteSource& source;
    std::uint64_t position = 0;
    std::array<std::byte, kBlock> block{};
    Result<> outcome;

    static Input& of(void* data) { return *static_cast<Input*>(data); }

    static la_ssize_t read(archive*, void* data, const void** bytes) {
        auto& input = of(data);
        const auto left = input.source.size - input.position;
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, kBlock));
        if (count > 0) {
            input.outcome = input.source.readAt(input.position, std::span(input.block).first(count));
        }
        if (!input.outcome) {
            return -1;
        }
        input.position += count;
        *bytes = input.block.data();
        return static_cast<la_ssize_t>(count);
    }
};

tl::unexpected<Error> corrupt(std::string_view why) {
    return failure(ErrorCode::corrupt, fmt::format("the ZIP archive is refused: {}", why));
}

// A warning is where libarchive goes on with something that is not as it should be; we do not.
Result<> checked(int status, archive* reader, const Input& input) {
    PARLANDO_TRY(input.outcome);
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF) {
        const char* why = libarchive().error_string(reader);
        return corrupt(why == nullptr ? "it is damaged" : why);
    }
    return {};
}

Result<ArchiveInput> openReader(Input& input) {
    PARLANDO_TRY(packages::findLibarchive());
    ArchiveInput reader(libarchive().read_new());
    auto* raw = reader.get();
    if (raw == nullptr) {
        return failure(ErrorCode::internal, "there is no memory for reading a ZIP archive");
    }
    libarchive().read_support_format_zip_streamable(raw);
    PARLANDO_TRY(checked(libarchive().read_open(raw, &input, nullptr, Input::read, nullptr), raw, input));
    return reader;
}

Result<> checkName(std::string_view name) {
    if (name.empty() || name.size() > kLongestName) {
        return corrupt("a name in it is empty or too long");
    }
    // Beyond ASCII two names can look, or on some disks be, the same; and no name that we need has such letters.
    const bool odd = std::ranges::any_of(name, [](char c) { return c < 0x20 || c == 0x7F || c == '\\' || c == ':'; });
    if (odd || name.front() == '/') {
        return corrupt("a name in it is absolute or holds odd characters");
    }
    for (auto rest = name; !rest.empty();) {
        const auto end = std::min(rest.find('/'), rest.size());
        const auto segment = rest.substr(0, end);
        if (segment.empty() || segment == "." || segment == "..") {
            return corrupt("a name in it leads out of its folder");
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

using Listing = std::map<std::string, ZipEntry>;  // by name

Result<Listing> list(const ByteSource& source, const ZipLimits& limits) {
    PARLANDO_TRY_ASSIGN(auto entries, readZipDirectory(source, limits.entries));
    const auto most = std::min(limits.unpackedBytes, source.size * limits.ratio);
    Listing listing;
    std::set<std::string> seen;
    std::uint64_t total = 0;
    for (auto& entry : entries) {
        const auto name = entry.name;
        PARLANDO_TRY(checkName(name));
        if (entry.unpackedBytes > most - total) {
            return failure(ErrorCode::resourceLimit,
                           fmt::format("the ZIP archive is refused: unpacked it has more than {} bytes", most));
        }
        total += entry.unpackedBytes;
        if (!seen.insert(lowerCase(name)).second) {
            return corrupt("two files in it have the same name");
        }
        listing.emplace(name, std::move(entry));
    }
    return listing;
}

Result<> unpack(archive* reader, const Input& input, std::uint64_t size, const ZipSink& sink) {
    std::array<std::byte, kBlock> block;
    std::uint64_t unpacked = 0;
    while (true) {
        const auto got = libarchive().read_data(reader, block.data(), block.size());
        if (got <= 0) {
            PARLANDO_TRY(checked(static_cast<int>(got), reader, input));
            break;
        }
        unpacked += static_cast<std::uint64_t>(got);
        if (unpacked > size) {
            return corrupt("a file in it is longer than its directory says");
        }
        if (sink) {
            PARLANDO_TRY(sink(std::span(block).first(static_cast<std::size_t>(got))));
        }
    }
    if (unpacked != size) {
        return corrupt("a file in it is shorter than its directory says");
    }
    return sink ? sink({}) : Result<>();
}

}  // namespace

Result<> readZip(const ByteSource& source, const ZipLimits& limits, const ZipVisitor& visit) {
    PARLANDO_TRY_ASSIGN(auto listing, list(source, limits));
    Input input(source);
    PARLANDO_TRY_ASSIGN(const auto reader, openReader(input));
    while (true) {
        archive_entry* header = nullptr;
        const int status = libarchive().read_next_header(reader.get(), &header);
        PARLANDO_TRY(checked(status, reader.get(), input));
        if (status == ARCHIVE_EOF) {
            break;
        }
        const char* name = libarchive().entry_pathname_utf8(header);
        const auto known = listing.extract(name == nullptr ? "" : name);
        const auto position = static_cast<std::uint64_t>(libarchive().read_header_position(reader.get()));
        if (known.empty() || known.mapped().offset != position) {
            return corrupt("its directory does not tell of the files that are in it");
        }
        const auto& entry = known.mapped();
        const auto sink = entry.isFolder ? Result<ZipSink>(ZipSink()) : visit(entry.name);
        PARLANDO_TRY(sink);
        PARLANDO_TRY(unpack(reader.get(), input, entry.unpackedBytes, *sink));
    }
    return listing.empty() ? Result<>() : corrupt("its directory tells of files that are not there");
}

}  // namespace parlando::server
