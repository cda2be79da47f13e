#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include <catch2/catch.hpp>

#include "audio/decoder.h"
#include "audio/encoder.h"

// What several tests do with encoders.
namespace encoding {

using parlando::Result;
using parlando::audio::Encoder;
using parlando::audio::Format;
using Bytes = std::vector<std::byte>;

inline constexpr std::array kFormats{Format::wav, Format::flac, Format::mp3, Format::opus, Format::pcm};

// The bytes of a stream that was written in pieces of `chunk` samples, and the patches for a file.
struct Stream {
    Bytes bytes;
    std::vector<parlando::audio::Patch> corrections;
};

inline Stream encodeInPieces(Format format, int sampleRate, std::span<const float> samples, std::size_t chunk) {
    Stream stream;
    auto encoder = Encoder::create(format, sampleRate, [&stream](std::span<const std::byte> bytes) -> Result<> {
        stream.bytes.insert(stream.bytes.end(), bytes.begin(), bytes.end());
        return {};
    });
    REQUIRE(encoder);
    while (!samples.empty()) {
        const auto piece = samples.first(std::min(chunk, samples.size()));
        REQUIRE((*encoder)->write(piece));
        samples = samples.subspan(piece.size());
    }
    REQUIRE((*encoder)->finish());
    stream.corrections = (*encoder)->corrections();
    return stream;
}

inline Bytes corrected(Stream stream) {
    for (const auto& patch : stream.corrections) {
        REQUIRE(patch.offset + patch.bytes.size() <= stream.bytes.size());
        std::ranges::copy(patch.bytes, stream.bytes.begin() + static_cast<std::ptrdiff_t>(patch.offset));
    }
    return stream.bytes;
}

inline Bytes whole(Format format, int sampleRate, std::span<const float> samples) {
    auto bytes = encodeAll(format, sampleRate, samples);
    REQUIRE(bytes);
    return *bytes;
}

inline Result<parlando::audio::Sound> decodeAny(Format format, int sampleRate, std::span<const std::byte> bytes) {
    return format == Format::pcm ? parlando::audio::decodePcm(bytes, sampleRate) : parlando::audio::decode(bytes);
}

}  // namespace encoding
