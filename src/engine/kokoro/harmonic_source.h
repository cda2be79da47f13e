#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/kokoro/config.h"
#include "engine/kokoro/model.h"
#include "engine/values.h"

namespace parlando::engine::kokoro {

// A sum of harmonics of the pitch, and noise where there is no voice (Wang, Takaki and Yamagishi, "Neural
// Source-Filter-Based Waveform Model for Statistical Parametric Speech Synthesis", 2019).
class HarmonicSource {
public:
    HarmonicSource(Values& values, const std::string& prefix, const Config& config);

    // A sample a row; `pitch` in Hz.
    Rows operator()(kernels::WorkerPool& pool, const Rows& pitch, const NoiseSource& noise) const;

private:
    std::size_t m_samplesPerPitch;
    double m_sampleRate;
    kernels::Floats m_weight;  // of each harmonic
    float m_bias = 0.0F;
};

}  // namespace parlando::engine::kokoro
