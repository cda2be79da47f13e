#include "packages/part_reader.h"

#include <algorithm>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando::packages {
namespace {

Result<std::vector<std::byte>> readChunk(const FileReader& part, std::uint64_t offset, std::vector<std::byte> buffer,
                                         const Sha256Digest& expected) {
    PARLANDO_TRY(part.readAt(offset, buffer));
    if (Sha256::of(buffer) != expected) {
        return failure(ErrorCode::corrupt, fmt::format("{} is damaged near byte {}", part.path().string(), offset));
    }
    return buffer;
}

}  // namespace

Result<PartReader> PartReader::open(const Layer& layer, std::uint64_t chunkBytes,
                                    const std::vector<std::filesystem::path>& parts) {
    if (parts.size() != layer.parts.size()) {
        return failure(ErrorCode::invalidInput, fmt::format("layer {} has {} parts, {} were given", layer.name,
                                                            layer.parts.size(), parts.size()));
    }
    PartReader reader(layer, chunkBytes);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        PARLANDO_TRY_ASSIGN(auto part, FileReader::open(parts[i]));
        if (part.size() != layer.parts[i].size) {
            return failure(ErrorCode::corrupt, fmt::format("{} has {} bytes instead of {}", parts[i].string(),
                                                           part.size(), layer.parts[i].size));
        }
        reader.m_parts.push_back(std::move(part));
    }
    return reader;
}

void PartReader::readAhead() {
    if (m_index == m_layer->chunks.size()) {
        return;
    }
    const auto& part = m_parts[m_part];
    auto buffer = std::exchange(m_given, {});
    buffer.resize(std::min(m_chunkBytes, part.size() - m_offset));
    m_ahead = std::async(std::launch::async, readChunk, std::cref(part), m_offset, std::move(buffer),
                         std::cref(m_layer->chunks[m_index]));
    m_offset += m_chunkBytes;
    if (m_offset >= part.size()) {
        m_offset = 0;
        ++m_part;
    }
    ++m_index;
}

Result<std::span<const std::byte>> PartReader::next() {
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
