#include "packages/chunk_stream.h"

#include <algorithm>

#include <spdlog/fmt/fmt.h>

namespace parlando::packages {
namespace {

constexpr int kHopeless = 3;                         // wrong chunks in a row: it is another file
constexpr std::uint64_t kProgressBytes = 64 * 1024;  // less is no sign of life

}  // namespace

void ChunkStream::assign(const Run& run, std::uint64_t partBegin, Asking asking) {
    m_run = run;
    m_partBegin = partBegin;
    m_asking = asking;
    m_tag.clear();
    m_mismatchesInARow = 0;
    m_position = m_file.beginOf(run.first);
    enterChunk();
}

net::Request ChunkStream::request(std::string url) const {
    const auto& part = m_file.layer().parts[m_run.part];
    net::Request request{std::move(url)};
    request.size = part.size;
    request.limit = part.size;
    if (m_asking == Asking::forRange) {
        request.range = {m_position - m_partBegin, m_file.endOf(m_run.end - 1) - 1 - m_partBegin};
        request.ifRange = m_tag;
    }
    return request;
}

void ChunkStream::restartChunk() {
    if (!reachedEnd()) {
        m_position = m_file.beginOf(currentChunk());
        enterChunk();
    }
    m_tag.clear();
}

bool ChunkStream::needsMore() const {
    for (std::size_t chunk = currentChunk(); chunk < m_run.end; ++chunk) {
        if (!m_file.has(chunk)) {
            return !reachedEnd();
        }
    }
    return false;
}

bool ChunkStream::takeProgress() {
    const bool progress = std::exchange(m_chunksStored, 0) > 0 || m_bytesInRange >= kProgressBytes;
    m_bytesInRange = 0;
    return progress;
}

net::Outcome<> ChunkStream::begin(const net::Body& body) {
    if (m_asking == Asking::forWhole) {
        m_position = m_file.beginOf(m_run.first);
        enterChunk();
        return {};
    }
    if (body.kind == net::Body::Kind::whole) {
        return net::fail(net::Problem::badAnswer, "the server sends the whole file where a part of it was asked for");
    }
    if (m_position == m_file.beginOf(currentChunk())) {
        m_tag = body.strongTag;
    }
    return {};
}

net::Outcome<> ChunkStream::write(std::span<const std::byte> bytes) {
    if (m_asking == Asking::forRange) {
        m_bytesInRange += bytes.size();
    }
    while (!bytes.empty()) {
        const std::size_t chunk = currentChunk();
        const auto part = bytes.first(std::min<std::uint64_t>(bytes.size(), m_file.endOf(chunk) - m_position));
        if (!m_skips) {
            std::ranges::copy(part, m_buffer.begin() + static_cast<std::ptrdiff_t>(m_position - m_file.beginOf(chunk)));
            m_hash.update(part);
        }
        m_position += part.size();
        bytes = bytes.subspan(part.size());
        if (m_position == m_file.endOf(chunk)) {
            if (auto completed = completeChunk(); !completed) {
                return completed;
            }
        }
    }
    return {};
}

void ChunkStream::enterChunk() {
    m_skips = reachedEnd() || m_file.has(currentChunk());
    if (!m_skips) {
        m_buffer.resize(m_file.chunkBytes());
        m_hash = Sha256();
    }
}

net::Outcome<> ChunkStream::completeChunk() {
    // The position is that of the next chunk by now, or the end of the layer.
    const std::size_t chunk = (m_position - 1) / m_file.chunkBytes();
    if (!m_skips) {
        if (m_hash.finish() == m_file.layer().chunks[chunk]) {
            m_mismatchesInARow = 0;
            ++m_chunksStored;
            const auto size = m_file.endOf(chunk) - m_file.beginOf(chunk);
            if (auto stored = m_file.store(chunk, std::span(m_buffer).first(size)); !stored) {
                return stored;
            }
        } else {
            m_mismatches.push_back(chunk);
            if (++m_mismatchesInARow == kHopeless) {
                return net::fail(net::Problem::corrupt,
                                 "the server has another file under this name, or a damaged one");
            }
        }
    }
    enterChunk();
    return {};
}

}  // namespace parlando::packages
