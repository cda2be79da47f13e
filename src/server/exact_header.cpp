#include "server/exact_header.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace parlando::server {
namespace {

bool hasTag(std::span<const std::byte> head, std::size_t offset, std::string_view tag) {
    return offset + tag.size() <= head.size() &&
           std::ranges::equal(head.subspan(offset, tag.size()), std::as_bytes(std::span(tag)));
}

std::uint32_t littleEndian32(std::span<const std::byte> head, std::size_t offset) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) {
        value = value << 8 | std::to_integer<std::uint32_t>(head[offset + i]);
    }
    return value;
}

std::vector<std::byte> littleEndian32(std::uint64_t value) {
    std::vector<std::byte> bytes;
    for (int shift = 0; shift < 32; shift += 8) {
        bytes.push_back(static_cast<std::byte>(value >> shift & 0xFF));
    }
    return bytes;
}

// RIFF: "RIFF" size "WAVE", then chunks of a tag, a 32-bit length and padding to an even length.
std::vector<Patch> exactWav(std::span<const std::byte> head, std::uint64_t size) {
    constexpr std::uint64_t kLargest = std::numeric_limits<std::uint32_t>::max();
    if (!hasTag(head, 0, "RIFF") || !hasTag(head, 8, "WAVE") || size - 8 >= kLargest) {
        return {};
    }
    for (std::size_t chunk = 12; chunk + 8 <= head.size();) {
        if (hasTag(head, chunk, "data")) {
            return {{4, littleEndian32(size - 8)}, {chunk + 4, littleEndian32(size - chunk - 8)}};
        }
        const std::size_t length = littleEndian32(head, chunk + 4);
        chunk += 8 + length + length % 2;
    }
    return {};
}

// FLAC: "fLaC", a 4-byte block header, STREAMINFO. Its bytes 10 to 17 are, in 64 big-endian bits, the rate
// (20), channels (3), bits (5) and the number of samples (36), zero while unknown (RFC 9639, 8.2).
std::vector<Patch> exactFlac(std::span<const std::byte> head, std::uint64_t samples) {
    constexpr std::size_t kCount = 4 + 4 + 13;  // the byte whose low half begins the number of samples
    if (!hasTag(head, 0, "fLaC") || head.size() < kCount + 5 || samples >> 36 != 0) {
        return {};
    }
    std::vector<std::byte> bytes;
    bytes.push_back((head[kCount] & std::byte{0xF0}) | static_cast<std::byte>(samples >> 32));
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::byte>(samples >> shift & 0xFF));
    }
    return {{kCount, std::move(bytes)}};
}

}  // namespace

std::vector<Patch> exactHeader(audio::Format format, std::span<const std::byte> head, std::uint64_t size,
                               std::uint64_t samples) {
    switch (format) {
        case audio::Format::wav:
            return exactWav(head, size);
        case audio::Format::flac:
            return exactFlac(head, samples);
        case audio::Format::mp3:
        case audio::Format::opus:
        case audio::Format::pcm:
            break;
    }
    return {};
}

}  // namespace parlando::server
