#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "audio/encoder.h"
#include "base/result.h"

namespace parlando::audio {

// What differs between formats behind `Encoder`: turns samples of a rate that the format has, within ±1,
// into bytes, which are appended to `output`.
class Codec {
public:
    virtual ~Codec() = default;
    virtual Result<> write(std::span<const float> samples, std::vector<std::byte>& output) = 0;
    virtual Result<> finish(std::vector<std::byte>& output) = 0;
    virtual std::vector<Patch> corrections() const = 0;  // after `finish`
};

// 16-bit little-endian samples, after a header or without.
std::unique_ptr<Codec> makeWavCodec(int sampleRate);
std::unique_ptr<Codec> makePcmCodec();
// FLAC, MP3 and Opus by libsndfile.
Result<std::unique_ptr<Codec>> makeSndfileCodec(Format format, int sampleRate);

}  // namespace parlando::audio
