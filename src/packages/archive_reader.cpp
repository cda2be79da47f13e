#include "packages/archive_reader.h"

#include <algorithm>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando::packages {
namespace {

Result<std::vector<std::byte>> readChunk(const FileReader& file, std::uint64_t offset, std::vector<std::byte> buffer,
                                         const Sha256Digest& expected) {
    PARLANDO_TRY(file.readAt(offset, buffer));
    if (Sha256::of(buffer) != expected) {
        return failure(ErrorCode::corrupt, fmt::format("{} is damaged near byte {}", file.path().string(), offset));
    }
    return buffer;
}

}  // namespace

Result<ArchiveReader> ArchiveReader::open(const Layer& layer, std::uint64_t chunkBytes,
                                          const std::vector<std::filesystem::path>& files) {
    ArchiveReader reader(layer, chunkBytes);
    std::uint64_t size = 0;
    for (const auto& path : files) {
        PARLANDO_TRY_ASSIGN(auto file, FileReader::open(path));
        if (file.size() == 0 || (file.size() % chunkBytes != 0 && path != files.back())) {
            return failure(ErrorCode::corrupt, fmt::format("{} does not end where it should", path.string()));
        }
        size += file.size();
        reader.m_files.push_back(std::move(file));
    }
    if (size != layer.size) {
        return failure(ErrorCode::corrupt, fmt::format("the archive has {} bytes instead of {}", size, layer.size));
    }
    return reader;
}

void ArchiveReader::readAhead() {
    if (m_index == m_layer->chunks.size()) {
        return;
    }
    const auto& file = m_files[m_file];
    auto buffer = std::exchange(m_given, {});
    buffer.resize(std::min(m_chunkBytes, file.size() - m_offset));
    m_ahead = std::async(std::launch::async, readChunk, std::cref(file), m_offset, std::move(buffer),
                         std::cref(m_layer->chunks[m_index]));
    m_offset += m_chunkBytes;
    if (m_offset >= file.size()) {
        m_offset = 0;
        ++m_file;
    }
    ++m_index;
}

Result<std::span<const std::byte>> ArchiveReader::next() {
    if (!m_ahead.valid()) {
        if (m_index > 0) {
            return std::span<const std::byte>();  // after the last one
        }
        readAhead();
    }
    auto chunk = m_ahead.get();
    if (!chunk) {
        m_badChunk = m_index - 1;
        m_index = m_layer->chunks.size();
        return failure(chunk.error());
    }
    readAhead();  // into the buffer that was given away before
    m_given = std::move(*chunk);
    return std::span<const std::byte>(m_given);
}

}  // namespace parlando::packages
