#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "audio/format.h"
#include "base/result.h"

namespace parlando::audio {

// Receives encoded bytes in order. An error stops the encoding and is returned by the encoder.
using ByteSink = std::function<Result<>(std::span<const std::byte>)>;

// Bytes to put over bytes that were written before.
struct Patch {
    std::uint64_t offset = 0;
    std::vector<std::byte> bytes;
};

// Encodes mono audio while it is being made: bytes leave as soon as the format allows, and no byte that
// left is ever changed, so the sink may be a socket. A WAV header written this way cannot know the length;
// it says the largest length that fits, as players expect of a live stream. Where the bytes were kept,
// `corrections` makes the header exact.
class Encoder {
public:
    // `sampleRate` in Hz, 8,000 to 48,000. Opus knows only 8, 12, 16, 24 and 48 kHz and MP3 only the
    // MPEG rates: other rates are resampled to the next higher one that the format has.
    static Result<std::unique_ptr<Encoder>> create(Format format, int sampleRate, ByteSink sink);

    virtual ~Encoder() = default;
    // Samples beyond ±1 are clipped, NaN becomes silence.
    virtual Result<> write(std::span<const float> samples) = 0;
    // Writes what the format still holds back. Nothing may be written after it.
    virtual Result<> finish() = 0;
    // After `finish`: what a file, unlike a stream, should say at its beginning now that the length is
    // known. Empty for formats that do not say it; a WAV of 4 GiB or more keeps its "longer than I can say".
    virtual std::vector<Patch> corrections() const = 0;
};

// A whole file in memory, with exact lengths in its header.
Result<std::vector<std::byte>> encodeAll(Format format, int sampleRate, std::span<const float> samples);

}  // namespace parlando::audio
