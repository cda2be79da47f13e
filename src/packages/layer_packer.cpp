#include "packages/layer_packer.h"

#include <sys/stat.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>
#include <system_error>

#include <spdlog/fmt/fmt.h>
#include <zstd.h>

#include "base/files.h"
#include "packages/archive_library.h"
#include "packages/names.h"
#include "packages/system.h"

namespace parlando::packages {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = std::size_t{256} << 10;

// Compresses what libarchive writes and hands it on; an error is kept, because it cannot pass through libarchive.
class Compressor {
public:
    Compressor(int level, PartWriter& output) : m_output(output) {
        const auto set = [this](ZSTD_cParameter parameter, int value) {
            if (ZSTD_isError(ZSTD_CCtx_setParameter(m_context.get(), parameter, value)) != 0) {
                throw std::bad_alloc();
            }
        };
        set(ZSTD_c_compressionLevel, level);
        set(ZSTD_c_checksumFlag, 1);
    }

    Result<> write(std::span<const std::byte> bytes, ZSTD_EndDirective directive) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        while (true) {
            ZSTD_outBuffer out{m_block.data(), m_block.size(), 0};
            const auto left = ZSTD_compressStream2(m_context.get(), &out, &in, directive);
            if (ZSTD_isError(left) != 0) {
                return failure(ErrorCode::internal, fmt::format("cannot compress: {}", ZSTD_getErrorName(left)));
            }
            PARLANDO_TRY(m_output.write(std::span<const std::byte>(m_block).first(out.pos)));
            if (directive == ZSTD_e_end ? left == 0 : in.pos == in.size) {
                return {};
            }
        }
    }

    static la_ssize_t callback(archive*, void* self, const void* bytes, std::size_t size) {
        auto& compressor = *static_cast<Compressor*>(self);
        if (const auto written =
                compressor.write(std::span(static_cast<const std::byte*>(bytes), size), ZSTD_e_continue);
            !written) {
            compressor.m_error = written.error();
            return -1;
        }
        return static_cast<la_ssize_t>(size);
    }

    const std::optional<Error>& error() const { return m_error; }

private:
    struct Free {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };

    PartWriter& m_output;
    std::unique_ptr<ZSTD_CCtx, Free> m_context{ZSTD_createCCtx()};
    std::vector<std::byte> m_block = std::vector<std::byte>(ZSTD_CStreamOutSize());
    std::optional<Error> m_error;
};

class TarWriter {
public:
    TarWriter(int level, PartWriter& output) : m_compressor(level, output) {}

    Result<> open() {
        auto* handle = m_archive.get();
        // "Restricted": plain ustar headers wherever those suffice.
        return check(libarchive().write_set_format_pax_restricted(handle) |
                     libarchive().write_set_bytes_per_block(handle, kBlock) |
                     libarchive().write_set_bytes_in_last_block(handle, 1) |
                     libarchive().write_open(handle, &m_compressor, nullptr, &Compressor::callback, nullptr));
    }

    Result<TreeFile> add(const fs::path& folder, const InputFile& input) {
        PARLANDO_TRY_ASSIGN(const auto reader, FileReader::open(folder / input.path));
        const ArchiveEntry entry(libarchive().entry_new());
        libarchive().entry_set_pathname(entry.get(), input.path.c_str());
        libarchive().entry_set_filetype(entry.get(), AE_IFREG);
        libarchive().entry_set_perm(entry.get(), input.kind == TreeFile::Kind::executable ? 0555 : 0444);
        libarchive().entry_set_size(entry.get(), static_cast<la_int64_t>(reader.size()));
        libarchive().entry_set_mtime(entry.get(), 0, 0);
        PARLANDO_TRY(check(libarchive().write_header(m_archive.get(), entry.get())));
        Sha256 hash;
        for (std::uint64_t offset = 0; offset < reader.size();) {
            const auto bytes = std::span(m_block).first(std::min<std::uint64_t>(kBlock, reader.size() - offset));
            PARLANDO_TRY(reader.readAt(offset, bytes));
            hash.update(bytes);
            const auto written = libarchive().write_data(m_archive.get(), bytes.data(), bytes.size());
            PARLANDO_TRY(check(written == static_cast<la_ssize_t>(bytes.size()) ? ARCHIVE_OK : ARCHIVE_FATAL));
            offset += bytes.size();
        }
        return TreeFile{input.path, reader.size(), hash.finish(), input.kind};
    }

    Result<> close() {
        PARLANDO_TRY(check(libarchive().write_close(m_archive.get())));
        return m_compressor.write({}, ZSTD_e_end);
    }

private:
    Result<> check(int status) {
        if (m_compressor.error()) {
            return failure(*m_compressor.error());
        }
        if (status != ARCHIVE_OK) {
            const char* text = libarchive().error_string(m_archive.get());
            return failure(ErrorCode::internal,
                           fmt::format("cannot write the archive: {}", text == nullptr ? "?" : text));
        }
        return {};
    }

    Compressor m_compressor;
    ArchiveOutput m_archive{libarchive().write_new()};
    std::vector<std::byte> m_block = std::vector<std::byte>(kBlock);
};

}  // namespace

Result<std::vector<InputFile>> filesBelow(const fs::path& folder) {
    std::vector<InputFile> files;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error); !error && entry != fs::recursive_directory_iterator();
         entry.increment(error)) {
        const auto status = entry->symlink_status(error);
        if (error || fs::is_directory(status)) {
            continue;
        }
        const auto path = entry->path().lexically_relative(folder).generic_string();
        if (!fs::is_regular_file(status)) {
            return failure(
                ErrorCode::invalidInput,
                fmt::format("{} is neither a file nor a folder: put a copy in its place", entry->path().string()));
        }
        PARLANDO_TRY(checkPath(path));
        const bool executable = (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
        files.push_back({path, executable ? TreeFile::Kind::executable : TreeFile::Kind::plain});
    }
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot read the folder {}: {}", folder.string(), error.message()));
    }
    std::ranges::sort(files, {}, &InputFile::path);
    return files;
}

Result<std::vector<TreeFile>> packLayer(const fs::path& folder, const std::vector<InputFile>& files,
                                        int compressionLevel, PartWriter& output) {
    PARLANDO_TRY(findLibarchive());
    TarWriter tar(compressionLevel, output);
    PARLANDO_TRY(tar.open());
    std::vector<TreeFile> tree;
    for (const auto& file : files) {
        PARLANDO_TRY_ASSIGN(tree.emplace_back(), tar.add(folder, file));
    }
    PARLANDO_TRY(tar.close());
    return tree;
}

}  // namespace parlando::packages
