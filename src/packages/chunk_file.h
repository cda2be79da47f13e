#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/descriptor.h"
#include "net/failure.h"
#include "packages/manifest.h"

namespace parlando::packages {

// The archive of a layer while it arrives: a file `<SHA-256 of the layer>.partial` of the final size. A chunk counts
// when its bytes have been compared with its hash in this process, in memory before they were written or read back
// from the file; what else the file holds means nothing. So there is no record of progress that could lie, and
// processes that write the same file at once only ever put the same bytes at the same places.
class ChunkFile {
public:
    // The file is made if it is missing and brought to the size of the layer. `busy` if another process has it
    // open; where a file system has no locks, two processes do the work twice and nothing else.
    static net::Outcome<ChunkFile> open(const std::filesystem::path& folder, const Layer& layer,
                                        std::uint64_t chunkBytes);

    const std::filesystem::path& path() const { return m_path; }
    const Layer& layer() const { return *m_layer; }
    std::uint64_t chunkBytes() const { return m_chunkBytes; }
    std::uint64_t beginOf(std::size_t chunk) const { return chunk * m_chunkBytes; }
    std::uint64_t endOf(std::size_t chunk) const;

    bool has(std::size_t chunk) const { return m_has[chunk]; }
    std::uint64_t bytes() const { return m_bytes; }  // of the chunks that count
    bool complete() const { return m_bytes == m_layer->size; }

    // Compares what is in the file with the hashes. `onBytes` gets the number of bytes looked at so far.
    net::Outcome<> check(const std::stop_token& stop, const std::function<void(std::uint64_t)>& onBytes);
    // Writes a chunk that has been compared with its hash.
    net::Outcome<> store(std::size_t chunk, std::span<const std::byte> bytes);
    // Brings a complete file to the disk.
    net::Outcome<> finish();

private:
    ChunkFile(Descriptor descriptor, std::filesystem::path path, const Layer& layer, std::uint64_t chunkBytes);
    bool matches(std::size_t chunk, std::span<std::byte> buffer) const;
    net::Failure writeFailure() const;

    Descriptor m_descriptor;
    std::filesystem::path m_path;
    const Layer* m_layer;
    std::uint64_t m_chunkBytes = 0;
    std::vector<bool> m_has;
    std::uint64_t m_bytes = 0;
};

}  // namespace parlando::packages
