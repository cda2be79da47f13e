#pragma once

#include <vector>

#include "engine/libtorch/kokoro/layers.h"
#include "engine/libtorch/kokoro/trace.h"

namespace parlando::engine::libtorch::kokoro {

// A sum of harmonics of the pitch, and noise where there is no voice (Wang, Takaki and Yamagishi, "Neural
// Source-Filter-Based Waveform Model for Statistical Parametric Speech Synthesis", 2019).
class HarmonicSource {
public:
    HarmonicSource(Weights& weights, const Config& config);

    std::int64_t harmonics() const { return extent(m_mix.weight, 1); }

    // `pitch` in Hz [1, values], `phases` of the harmonics in turns [1, harmonics], standard normal `noise`
    // [1, samples, harmonics]; to [1, samples].
    at::Tensor operator()(const at::Tensor& pitch, const at::Tensor& phases, const at::Tensor& noise) const;

private:
    std::int64_t m_samplesPerPitch;
    double m_sampleRate;
    Linear m_mix;
};

// From the decoder's output to audio by upsampling and an inverse short-time Fourier transform (Kaneko et al.,
// "iSTFTNet", 2022), with the harmonic source added in every stage.
class Generator {
public:
    Generator(Weights& weights, const Config& config, std::int64_t channels, std::int64_t styleSize);

    const HarmonicSource& source() const { return m_source; }

    // `hidden` [1, channels, values], `source` [1, samples]; to [1, samples]
    at::Tensor operator()(const at::Tensor& hidden, const at::Tensor& source, const at::Tensor& style,
                          const Trace& trace) const;

private:
    struct Stage {
        Convolution sourceConvolution;
        SnakeBlock sourceBlock;
        TransposedConvolution upsampler;
        std::vector<SnakeBlock> blocks;  // their outputs are averaged
    };
    Stage readStage(Weights& weights, const Config& config, std::size_t index, std::int64_t channels,
                    std::int64_t styleSize) const;

    HarmonicSource m_source;
    std::int64_t m_hop;
    Convolution m_last;  // to the magnitudes and phases of a spectrum
    std::int64_t m_transformSize;
    at::Tensor m_window;
    std::vector<Stage> m_stages;
};

}  // namespace parlando::engine::libtorch::kokoro
