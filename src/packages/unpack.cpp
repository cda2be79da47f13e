#include "packages/unpack.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "packages/archive_library.h"
#include "packages/names.h"
#include "packages/zstd_reader.h"

namespace parlando::packages {
namespace {

constexpr std::uint64_t kTarBlock = 512;                           // everything in a tar is padded to it
constexpr std::uint64_t kMaximumHeaders = 8 * kTarBlock;           // of one entry, with its extended headers
constexpr std::uint64_t kMaximumPadding = std::uint64_t{1} << 20;  // zeros behind the last entry

std::string shown(const char* text) {
    return fmt::format("{:?}", std::string_view(text == nullptr ? "" : text).substr(0, 120));
}

// The most bytes that an archive of this tree may have when it is decompressed.
std::uint64_t largestTar(const Layer& layer) {
    std::uint64_t size = kMaximumPadding;
    for (const auto& file : layer.tree) {
        const auto folders = static_cast<std::uint64_t>(std::ranges::count(file.path, '/'));
        size += file.size + kTarBlock + (1 + folders) * kMaximumHeaders;
    }
    return size;
}

// libarchive reads from a ByteSource through this; an error of the source is kept for the caller.
struct Input {
    ByteSource& source;
    std::optional<Error> error;
    std::span<const std::byte> block;  // the last one that libarchive was given
    std::uint64_t given = 0;           // bytes of all of them

    static la_ssize_t read(archive*, void* self, const void** block) {
        auto& input = *static_cast<Input*>(self);
        const auto bytes = input.source.next();
        if (!bytes) {
            input.error = bytes.error();
            return ARCHIVE_FATAL;
        }
        input.block = *bytes;
        input.given += bytes->size();
        *block = bytes->data();
        return static_cast<la_ssize_t>(bytes->size());
    }
};

class Unpacker {
public:
    Unpacker(const Layer& layer, ByteSource& archive, TreeSink& sink, const std::stop_token& stop,
             const UnpackProgress& progress)
        : m_layer(layer),
          m_tar(archive, largestTar(layer)),
          m_input{m_tar, {}, {}},
          m_sink(sink),
          m_stop(stop),
          m_progress(progress) {}

    Result<> run();

private:
    Error problem(std::string_view what);
    Result<archive_entry*> nextEntry();  // null at the end
    Result<> checkEntry(archive_entry* entry);
    Result<> takeFile(archive_entry* entry, const TreeFile& file);
    Result<> checkEnd();

    const Layer& m_layer;
    ZstdReader m_tar;
    Input m_input;
    TreeSink& m_sink;
    const std::stop_token& m_stop;
    const UnpackProgress& m_progress;
    ArchiveInput m_archive{libarchive().read_new()};
    std::map<std::string, const TreeFile*, std::less<>> m_missing;
    PathSet m_paths;
    std::uint64_t m_unpacked = 0;
};

Error Unpacker::problem(std::string_view what) {
    if (m_input.error) {
        return *m_input.error;
    }
    const char* text = libarchive().error_string(m_archive.get());
    return {ErrorCode::corrupt, fmt::format("{}: {}", what, text == nullptr ? "it is no tar archive" : text)};
}

Result<> Unpacker::checkEntry(archive_entry* entry) {
    const auto type = libarchive().entry_filetype(entry);
    const auto* path = libarchive().entry_pathname(entry);
    const auto refuse = [&](std::string_view why) {
        return failure(ErrorCode::corrupt, fmt::format("the archive's entry {} {}", shown(path), why));
    };
    if (path == nullptr || (type != AE_IFREG && type != AE_IFDIR)) {
        return refuse("is neither a file nor a folder");
    }
    if (libarchive().entry_hardlink(entry) != nullptr || libarchive().entry_symlink(entry) != nullptr) {
        return refuse("is a link");
    }
    if ((libarchive().entry_perm(entry) & ~0777u) != 0) {
        return refuse("would run with the rights of somebody else");
    }
    std::size_t macMetadata = 0;
    if (libarchive().entry_sparse_count(entry) != 0 || libarchive().entry_xattr_count(entry) != 0 ||
        libarchive().entry_acl_types(entry) != 0 || libarchive().entry_mac_metadata(entry, &macMetadata) != nullptr) {
        return refuse("has holes or attributes");
    }
    return {};
}

Result<archive_entry*> Unpacker::nextEntry() {
    archive_entry* entry = nullptr;
    const int status = libarchive().read_next_header(m_archive.get(), &entry);
    if (status == ARCHIVE_EOF) {
        return nullptr;
    }
    if (status != ARCHIVE_OK) {  // a warning says that libarchive guessed
        return failure(problem("the archive cannot be read"));
    }
    return entry;
}

Result<> Unpacker::takeFile(archive_entry* entry, const TreeFile& file) {
    if (libarchive().entry_size_is_set(entry) == 0 ||
        libarchive().entry_size(entry) != static_cast<la_int64_t>(file.size)) {
        return failure(ErrorCode::corrupt,
                       fmt::format("{} has another size in the archive than in the manifest", file.path));
    }
    PARLANDO_TRY(m_sink.begin(file));
    Sha256 hash;
    std::uint64_t written = 0;
    while (true) {
        if (m_stop.stop_requested()) {
            return failure(ErrorCode::cancelled, "unpacking was cancelled");
        }
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int status = libarchive().read_data_block(m_archive.get(), &block, &size, &offset);
        if (status == ARCHIVE_EOF) {
            break;
        }
        if (status != ARCHIVE_OK) {
            return failure(problem(file.path));
        }
        if (offset != static_cast<la_int64_t>(written) || size > file.size - written) {
            return failure(ErrorCode::corrupt, fmt::format("{} has holes or is too long", file.path));
        }
        const std::span bytes(static_cast<const std::byte*>(block), size);
        hash.update(bytes);
        PARLANDO_TRY(m_sink.write(bytes));
        written += size;
        m_unpacked += size;
        if (m_progress) {
            m_progress(m_unpacked);
        }
    }
    if (written != file.size || hash.finish() != file.sha256) {
        return failure(ErrorCode::corrupt, fmt::format("{} is not the file that the manifest names", file.path));
    }
    return m_sink.end(file);
}

// libarchive stops at the end mark; what follows must be padding, and reading it proves that the frame is complete.
Result<> Unpacker::checkEnd() {
    const auto consumed = static_cast<std::uint64_t>(libarchive().filter_bytes(m_archive.get(), 0));
    auto rest = m_input.block.last(std::min<std::uint64_t>(m_input.given - consumed, m_input.block.size()));
    do {
        if (!std::ranges::all_of(rest, [](std::byte byte) { return byte == std::byte{0}; })) {
            return failure(ErrorCode::corrupt, "the archive goes on behind its end");
        }
        PARLANDO_TRY_ASSIGN(rest, m_tar.next());
    } while (!rest.empty());
    if (!m_missing.empty()) {
        return failure(ErrorCode::corrupt, fmt::format("the archive lacks {}", m_missing.begin()->first));
    }
    return {};
}

Result<> Unpacker::run() {
    for (const auto& file : m_layer.tree) {
        m_missing.emplace(file.path, &file);
        PARLANDO_TRY(m_paths.insert(file.path));
    }
    auto* handle = m_archive.get();
    if (handle == nullptr || libarchive().read_support_format_tar(handle) != ARCHIVE_OK ||
        libarchive().read_open(handle, &m_input, nullptr, &Input::read, nullptr) != ARCHIVE_OK) {
        return failure(problem("the archive cannot be opened"));
    }
    while (true) {
        PARLANDO_TRY_ASSIGN(auto* entry, nextEntry());
        if (entry == nullptr) {
            return checkEnd();
        }
        PARLANDO_TRY(checkEntry(entry));
        std::string path = libarchive().entry_pathname(entry);
        if (libarchive().entry_filetype(entry) == AE_IFDIR) {
            path.erase(path.find_last_not_of('/') + 1);
            if (!m_paths.isFolder(path) || libarchive().entry_size(entry) != 0) {
                return failure(ErrorCode::corrupt, fmt::format("the manifest has no folder {}", shown(path.c_str())));
            }
            continue;
        }
        const auto found = m_missing.find(path);
        if (found == m_missing.end()) {
            return failure(ErrorCode::corrupt, fmt::format("the manifest has no file {}, or the archive has it twice",
                                                           shown(path.c_str())));
        }
        const TreeFile& file = *found->second;
        m_missing.erase(found);
        PARLANDO_TRY(takeFile(entry, file));
    }
}

}  // namespace

Result<> unpack(const Layer& layer, ByteSource& archive, TreeSink& sink, const std::stop_token& stop,
                const UnpackProgress& progress) {
    PARLANDO_TRY(findLibarchive());
    return Unpacker(layer, archive, sink, stop, progress).run();
}

}  // namespace parlando::packages
