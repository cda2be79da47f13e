#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/sha256.h"
#include "net/transfers.h"
#include "packages/chunk_file.h"

namespace parlando::packages {

// A run of chunks of one part that one connection brings.
struct Run {
    std::size_t part = 0;
    std::size_t first = 0;  // chunks of the layer: [first, end)
    std::size_t end = 0;
};

// How a part is asked for: in runs over several connections, or from a server without ranges in one go.
enum class Asking { forRange, forWhole };

// Cuts what one connection brings into chunks, and stores each that is what it should be. What a broken connection
// has brought of a chunk is kept for the next attempt; the hash decides about it like about any other bytes.
class ChunkStream : public net::Sink {
public:
    explicit ChunkStream(ChunkFile& file) : m_file(file) {}

    void assign(const Run& run, std::uint64_t partBegin, Asking asking);
    // The request for what is still to come.
    net::Request request(std::string url) const;
    // Forgets what has arrived of the current chunk, and which version of the file it came from.
    void restartChunk();

    const Run& run() const { return m_run; }
    std::size_t currentChunk() const { return m_position / m_file.chunkBytes(); }
    bool reachedEnd() const { return m_position == m_file.endOf(m_run.end - 1); }
    bool needsMore() const;  // is there a chunk ahead that does not count yet?
    std::uint64_t bufferedBytes() const { return m_skips ? 0 : m_position - m_file.beginOf(currentChunk()); }

    // Since the last call: chunks that were other bytes than they should be.
    std::vector<std::size_t> takeMismatches() { return std::exchange(m_mismatches, {}); }
    // Since the last call: whether enough has come to call it progress.
    bool takeProgress();

    net::Outcome<> begin(const net::Body& body) override;
    net::Outcome<> write(std::span<const std::byte> bytes) override;

private:
    void enterChunk();
    net::Outcome<> completeChunk();

    ChunkFile& m_file;
    Run m_run;
    std::uint64_t m_partBegin = 0;  // offsets are in the layer, requests in the part
    Asking m_asking = Asking::forRange;
    std::uint64_t m_position = 0;
    std::string m_tag;  // strong ETag of the file that the bytes in the buffer come from
    std::vector<std::byte> m_buffer;
    Sha256 m_hash;
    bool m_skips = false;  // the current chunk counts already, or its beginning was not seen
    std::vector<std::size_t> m_mismatches;
    int m_mismatchesInARow = 0;
    std::size_t m_chunksStored = 0;
    std::uint64_t m_bytesInRange = 0;
};

}  // namespace parlando::packages
