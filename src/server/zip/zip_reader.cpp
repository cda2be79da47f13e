#include "server/zip/zip_reader.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <string_view>

#include <archive.h>
#include <archive_entry.h>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"

namespace parlando::server {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kLongestName = 255;  // bytes

struct Free {
    void operator()(archive* reader) const noexcept { ::archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, Free>;

enum class Way { byDirectory, asWritten };

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

    static la_int64_t seek(archive*, void* data, la_int64_t offset, int whence) {
        auto& input = of(data);
        const auto size = static_cast<la_int64_t>(input.source.size);
        const auto from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? static_cast<la_int64_t>(input.position) : size;
        if (offset < -from || offset > size - from) {
            return ARCHIVE_FATAL;
        }
        input.position = static_cast<std::uint64_t>(from + offset);
        return from + offset;
    }
};

tl::unexpected<Error> corrupt(std::string_view why) {
    return failure(ErrorCode::corrupt, fmt::format("the ZIP archive is refused: {}", why));
}

tl::unexpected<Error> tooLarge(std::string_view why) {
    return failure(ErrorCode::resourceLimit, fmt::format("the ZIP archive is refused: {}", why));
}

// A warning is where libarchive goes on with something that is not as it should be; we do not.
Result<> checked(int status, archive* reader, const Input& input) {
    PARLANDO_TRY(input.outcome);
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF) {
        const char* why = ::archive_error_string(reader);
        return corrupt(why == nullptr ? "it is damaged" : why);
    }
    return {};
}

Result<Reader> openReader(Input& input, Way way) {
    Reader reader(::archive_read_new());
    auto* raw = reader.get();
    if (raw == nullptr) {
        return failure(ErrorCode::internal, "there is no memory for reading a ZIP archive");
    }
    way == Way::byDirectory ? ::archive_read_support_format_zip_seekable(raw)
                            : ::archive_read_support_format_zip_streamable(raw);
    ::archive_read_set_options(raw, "hdrcharset=UTF-8");
    ::archive_read_set_callback_data(raw, &input);
    ::archive_read_set_read_callback(raw, Input::read);
    if (way == Way::byDirectory) {
        ::archive_read_set_seek_callback(raw, Input::seek);
    }
    PARLANDO_TRY(checked(::archive_read_open1(raw), raw, input));
    return reader;
}

Result<> checkName(std::string_view name) {
    if (name.empty() || name.size() > kLongestName || utf8::firstInvalid(name)) {
        return corrupt("a name in it is empty, too long or not UTF-8");
    }
    const bool odd = std::ranges::any_of(
        name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\' || c == ':'; });
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

// Gives the name of a file, or nothing for a folder.
Result<std::string> checkEntry(archive* reader, archive_entry* entry, Way way) {
    const char* path = ::archive_entry_pathname_utf8(entry);
    const std::string name = path == nullptr ? "" : path;
    PARLANDO_TRY(checkName(name));
    const auto type = ::archive_entry_filetype(entry);
    // Only the directory knows of links and devices.
    if (type != AE_IFREG && type != AE_IFDIR) {
        return corrupt("it holds something that is no plain file");
    }
    if (::archive_entry_is_encrypted(entry) != 0) {
        return corrupt("it is encrypted");
    }
    const std::string_view method = ::archive_format_name(reader);
    if (method.find("(uncompressed)") == std::string_view::npos &&
        method.find("(deflation)") == std::string_view::npos) {
        return corrupt("it is compressed in another way than by deflating");
    }
    const bool isFolder = type == AE_IFDIR || (way == Way::asWritten && name.ends_with('/'));
    return isFolder ? std::string() : name;
}

using Listing = std::map<std::string, std::uint64_t>;  // name, unpacked bytes

Result<Listing> list(const ByteSource& source, const ZipLimits& limits) {
    Input input(source);
    PARLANDO_TRY_ASSIGN(const auto reader, openReader(input, Way::byDirectory));
    Listing listing;
    std::set<std::string> seen;
    std::uint64_t total = 0;
    const auto most = std::min(limits.unpackedBytes, source.size * limits.ratio);
    for (std::size_t count = 0;; ++count) {
        archive_entry* entry = nullptr;
        const int status = ::archive_read_next_header(reader.get(), &entry);
        PARLANDO_TRY(checked(status, reader.get(), input));
        if (status == ARCHIVE_EOF) {
            return listing;
        }
        if (count == limits.entries) {
            return tooLarge(fmt::format("it holds more than {} files", limits.entries));
        }
        PARLANDO_TRY_ASSIGN(const auto name, checkEntry(reader.get(), entry, Way::byDirectory));
        const auto size = ::archive_entry_size(entry);
        if (size < 0 || static_cast<std::uint64_t>(size) > most - total) {
            return tooLarge(fmt::format("unpacked it has more than {} bytes", most));
        }
        total += static_cast<std::uint64_t>(size);
        if (name.empty()) {
            continue;
        }
        if (!seen.insert(lowerCase(name)).second) {
            return corrupt("two files in it have the same name");
        }
        listing.emplace(name, size);
    }
}

Result<> unpack(archive* reader, const Input& input, std::uint64_t size, const ZipSink& sink) {
    std::array<std::byte, kBlock> block;
    std::uint64_t unpacked = 0;
    while (true) {
        const auto got = ::archive_read_data(reader, block.data(), block.size());
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
    PARLANDO_TRY_ASSIGN(const auto reader, openReader(input, Way::asWritten));
    while (true) {
        archive_entry* entry = nullptr;
        const int status = ::archive_read_next_header(reader.get(), &entry);
        PARLANDO_TRY(checked(status, reader.get(), input));
        if (status == ARCHIVE_EOF) {
            break;
        }
        PARLANDO_TRY_ASSIGN(const auto name, checkEntry(reader.get(), entry, Way::asWritten));
        if (name.empty()) {
            continue;
        }
        const auto known = listing.extract(name);
        if (known.empty()) {
            return corrupt("its directory does not tell of every file in it");
        }
        PARLANDO_TRY_ASSIGN(const auto sink, visit(name));
        PARLANDO_TRY(unpack(reader.get(), input, known.mapped(), sink));
    }
    return listing.empty() ? Result<>() : corrupt("its directory tells of files that are not there");
}

}  // namespace parlando::server
