#pragma once

#include <string>
#include <vector>

#include "engine/kokoro/config.h"
#include "engine/kokoro/harmonic_source.h"
#include "engine/kokoro/layers.h"
#include "engine/kokoro/spectrum.h"

namespace parlando::engine::kokoro {

// From the decoder's output to audio by upsampling and an inverse short-time Fourier transform (Kaneko et al.,
// "iSTFTNet", 2022), with the harmonic source added in every stage.
class Generator {
public:
    Generator(Values& values, const Config& config);

    std::int64_t inputs() const { return static_cast<std::int64_t>(m_stages.front().upsampler.shape().in); }
    const HarmonicSource& source() const { return m_source; }

    // `hidden` has a row for each value of the pitch curve, `source` one for each sample. It is taken apart: the norms
    // need whole sequences, the longest of which are the most memory that speech takes.
    std::vector<float> operator()(kernels::WorkerPool& pool, Rows hidden, Rows source, std::span<const float> style,
                                  const Trace& trace) const;

private:
    struct Stage {
        kernels::Convolution source;  // its stride is in the input: a row of it is as many spectra
        std::size_t sourceStride = 1;
        std::size_t sourcePadding = 0;
        SnakeBlock sourceBlock;
        kernels::Convolution upsampler{};  // a transposed convolution, as one that makes `rate` rows of each
        std::size_t rate = 1;
        std::size_t padding = 0;           // rows of the upsampler's result that are cut off at both ends
        std::vector<SnakeBlock> blocks{};  // their results are averaged
        std::int64_t outputs = 0;
        float slope = 0.0F;  // of the activation behind the stage
    };
    Stage readStage(Values& values, const Config& config, std::size_t index, std::int64_t channels,
                    std::int64_t styleSize) const;
    Rows run(kernels::WorkerPool& pool, const Stage& stage, std::size_t index, const Rows& input, const Rows& harmonics,
             std::span<const float> style, const Trace& trace) const;

    HarmonicSource m_source;
    kernels::Convolution m_last;  // to the logarithms of magnitudes and the phases of a spectrum
    ShortTimeTransform m_transform;
    std::vector<Stage> m_stages;
};

}  // namespace parlando::engine::kokoro
