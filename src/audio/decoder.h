#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace parlando::audio {

// Mono audio in memory.
struct Sound {
    int sampleRate = 0;
    std::vector<float> samples;
};

// What is refused, whoever made the file.
struct Limits {
    std::uint64_t bytes = 512ULL << 20;
    double seconds = 4 * 3600.0;
};

// Reads a whole WAV, FLAC, MP3 or Ogg Opus file; several channels are mixed down to one. A WAV or FLAC that
// ends before the length in its header is an error, unless that says "unknown" as in a stream; MP3 and Opus
// are read as far as they go, as they may be cut anywhere. What a header promises is never allocated.
Result<Sound> decode(std::span<const std::byte> bytes, const Limits& limits = {});

// The same piece by piece, in constant memory, for as long as `sink` returns no error. Gives the length.
struct SoundLength {
    int sampleRate = 0;         // Hz
    std::uint64_t samples = 0;  // mono
    double seconds() const { return sampleRate == 0 ? 0.0 : static_cast<double>(samples) / sampleRate; }
};
using SoundSink = std::function<Result<>(int sampleRate, std::span<const float> samples)>;
Result<SoundLength> decode(const ByteSource& source, const Limits& limits, const SoundSink& sink);

// The same for audio without a header: 16-bit little-endian mono samples.
Result<Sound> decodePcm(std::span<const std::byte> bytes, int sampleRate, const Limits& limits = {});

}  // namespace parlando::audio
