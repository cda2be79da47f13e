#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "base/result.h"

namespace parlando {

// Bytes that somebody else holds, in memory or in a file, to be read in any order.
struct ByteSource {
    std::uint64_t size = 0;
    // Fills `bytes` from `offset`; the caller stays within `size`. Called on the thread that reads.
    std::function<Result<>(std::uint64_t offset, std::span<std::byte> bytes)> readAt;
};

// `bytes` outlive the source.
inline ByteSource sourceOf(std::span<const std::byte> bytes) {
    return {bytes.size(), [bytes](std::uint64_t offset, std::span<std::byte> target) -> Result<> {
                std::ranges::copy(bytes.subspan(static_cast<std::size_t>(offset), target.size()), target.begin());
                return {};
            }};
}

// A part of another source.
inline ByteSource partOf(const ByteSource& source, std::uint64_t offset, std::uint64_t size) {
    return {size, [readAt = source.readAt, offset](std::uint64_t from, std::span<std::byte> target) {
                return readAt(offset + from, target);
            }};
}

}  // namespace parlando
