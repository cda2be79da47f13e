#pragma once

#include <filesystem>
#include <future>
#include <optional>
#include <vector>

#include "base/files.h"
#include "packages/byte_source.h"
#include "packages/manifest.h"

namespace parlando::packages {

// The archive of a layer from the disk, one chunk at a time. Every chunk is compared with the manifest before it is
// given away: what a disk or another program made of it since it was downloaded goes no further.
class ArchiveReader : public ByteSource {
public:
    // The archive in one file, or in several of whole chunks each (such as Layer::parts). `layer` must outlive the
    // reader.
    static Result<ArchiveReader> open(const Layer& layer, std::uint64_t chunkBytes,
                                      const std::vector<std::filesystem::path>& files);

    // ErrorCode::corrupt for a chunk that is wrong; `badChunk` says which one, so that only that is fetched again.
    Result<std::span<const std::byte>> next() override;
    std::optional<std::size_t> badChunk() const { return m_badChunk; }

private:
    using Chunk = Result<std::vector<std::byte>>;

    ArchiveReader(const Layer& layer, std::uint64_t chunkBytes) : m_layer(&layer), m_chunkBytes(chunkBytes) {}
    void readAhead();

    const Layer* m_layer;
    std::uint64_t m_chunkBytes;
    std::vector<FileReader> m_files;
    std::size_t m_index = 0;  // of the chunk that is being read ahead
    std::size_t m_file = 0;
    std::uint64_t m_offset = 0;  // in that file
    std::future<Chunk> m_ahead;  // read and compared by a thread, while the caller unpacks the one before
    std::vector<std::byte> m_given;
    std::optional<std::size_t> m_badChunk;
};

}  // namespace parlando::packages
