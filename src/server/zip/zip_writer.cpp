#include "server/zip/zip_writer.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <ctime>

#include <spdlog/fmt/fmt.h>

#include "packages/archive_library.h"

namespace parlando::server {
namespace {

using packages::libarchive;

constexpr std::size_t kBlock = 64 * 1024;

}  // namespace

class ZipWriter::Implementation {
public:
    explicit Implementation(Sink sink) : m_sink(std::move(sink)), m_archive(libarchive().write_new()) {
        libarchive().write_set_format_zip(m_archive);
        libarchive().write_set_options(m_archive, "zip:compression=store");
        libarchive().write_set_bytes_per_block(m_archive, 0);  // as it comes
        libarchive().write_open(m_archive, this, nullptr, write, nullptr);
    }
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;
    ~Implementation() {
        if (m_outcome) {  // freeing writes the directory of a cut archive, which is for nobody
            m_outcome = failure(ErrorCode::cancelled, "the archive was left unfinished");
        }
        libarchive().write_free(m_archive);
    }

    Result<> add(const std::string& name, const ByteSource& content) {
        const packages::ArchiveEntry entry(libarchive().entry_new());
        libarchive().entry_set_pathname_utf8(entry.get(), name.c_str());
        libarchive().entry_set_filetype(entry.get(), AE_IFREG);
        libarchive().entry_set_perm(entry.get(), 0644);
        libarchive().entry_set_mtime(entry.get(), std::time(nullptr), 0);
        libarchive().entry_set_size(entry.get(), static_cast<la_int64_t>(content.size));
        PARLANDO_TRY(checked(libarchive().write_header(m_archive, entry.get())));
        std::array<std::byte, kBlock> block;
        for (std::uint64_t offset = 0; offset < content.size;) {
            const auto part = std::span(block).first(
                static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, content.size - offset)));
            PARLANDO_TRY(content.readAt(offset, part));
            const auto written = libarchive().write_data(m_archive, part.data(), part.size());
            PARLANDO_TRY(checked(written == static_cast<la_ssize_t>(part.size()) ? ARCHIVE_OK : ARCHIVE_FATAL));
            offset += part.size();
        }
        return checked(libarchive().write_finish_entry(m_archive));
    }

    Result<> finish() { return checked(libarchive().write_close(m_archive)); }

private:
    // The sink's failure is kept and not told: libarchive leaks what it has of an archive whose writing failed.
    static la_ssize_t write(archive*, void* data, const void* bytes, size_t size) {
        auto& self = *static_cast<Implementation*>(data);
        if (self.m_outcome) {
            self.m_outcome = self.m_sink({static_cast<const std::byte*>(bytes), size});
        }
        return static_cast<la_ssize_t>(size);
    }

    Result<> checked(int status) const {
        PARLANDO_TRY(m_outcome);
        if (status != ARCHIVE_OK) {
            const char* why = libarchive().error_string(m_archive);
            return failure(ErrorCode::internal,
                           fmt::format("cannot write a ZIP archive: {}", why == nullptr ? "" : why));
        }
        return {};
    }

    Sink m_sink;
    archive* m_archive;
    Result<> m_outcome;
};

Result<> ZipWriter::ready() {
    PARLANDO_TRY(packages::findLibarchive());
    return {};
}

ZipWriter::ZipWriter(Sink sink) : m_implementation(std::make_unique<Implementation>(std::move(sink))) {}

ZipWriter::~ZipWriter() = default;

Result<> ZipWriter::add(const std::string& name, const ByteSource& content) {
    return m_implementation->add(name, content);
}

Result<> ZipWriter::finish() {
    return m_implementation->finish();
}

}  // namespace parlando::server
