#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "audio/encoder.h"
#include "audio/resampler.h"

namespace parlando::server {

// Encodes a voice's audio at the rate that somebody ordered.
class OrderedEncoder {
public:
    // Rates in Hz; `orderedRate` 0: the voice's own.
    static Result<OrderedEncoder> create(audio::Format format, int voiceRate, int orderedRate, audio::ByteSink sink);

    Result<> write(std::span<const float> samples);
    Result<> finish();
    // After `finish`, as those of the encoder.
    std::vector<audio::Patch> corrections() const { return m_encoder->corrections(); }

private:
    std::unique_ptr<audio::Encoder> m_encoder;
    std::optional<audio::Resampler> m_resampler;
};

}  // namespace parlando::server
