#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernels/row_queue.h"
#include "engine/layers.h"
#include "engine/vits/config.h"
#include "engine/vits/model.h"

namespace parlando::engine::vits {

// Latents to a waveform (Kong, Kim and Bae, "HiFi-GAN", 2020), window by window: each layer keeps the rows that later
// ones will read again, so that nothing is computed twice and the waveform equals that of the whole sequence. Holds
// one sequence at a time; its buffers are kept for the next.
class Decoder {
public:
    Decoder(Values& values, const Config& config);

    // Frames that must be known beyond those that are heard.
    std::size_t lookahead() const;

    // A new sequence; `speaker` is [embedding] or empty.
    void begin(kernels::WorkerPool& pool, std::span<const float> speaker);

    // Where rows of latents go in; finish() it after the last.
    kernels::RowQueue& input() { return m_latents; }

    // All samples that can be made of the latents so far and have not been given; valid until the next call.
    std::span<const float> advance(kernels::WorkerPool& pool, const Trace& trace);

private:
    // A dilated convolution, and a plain one behind it in ResidualBlock::pairs.
    struct Unit {
        kernels::Convolution dilated;
        kernels::Convolution plain;
        kernels::RowQueue middle;  // between the two
        kernels::RowQueue raw;     // result, and the same activated; neither in a block's last unit
        kernels::RowQueue activated;
        std::int64_t done = 0;  // results made
    };
    struct Block {
        std::vector<Unit> units;
        std::size_t lookahead() const;
    };
    // Upsampling, then residual blocks side by side whose results are averaged.
    struct Stage {
        kernels::Convolution upsampler;  // a transposed convolution, as one that makes `rate` rows of each
        std::int64_t rate = 1;
        std::int64_t padding = 0;    // rows of the upsampler's result that are cut off at both ends
        std::int64_t upsampled = 0;  // input rows taken, those of zeros included
        float slope = 0.0F;          // of the activation behind the stage
        std::vector<Block> blocks;   // by growing lookahead
        kernels::RowQueue input;     // activated
        kernels::RowQueue raw;
        kernels::RowQueue activated;
        kernels::RowQueue sum;

        std::int64_t extra() const { return static_cast<std::int64_t>(upsampler.shape().kernel) - 1; }
        std::int64_t ready() const;  // what `upsampled` can become by now
    };
    void runStage(kernels::WorkerPool& pool, Stage& stage, kernels::RowQueue& result, const Trace& trace);
    void upsample(kernels::WorkerPool& pool, Stage& stage);
    void runBlock(kernels::WorkerPool& pool, Stage& stage, std::size_t index, kernels::RowQueue& result);

    float m_slope;
    kernels::Convolution m_first, m_condition;
    kernels::Floats m_firstBias;  // with the speaker's part
    std::vector<float> m_lastWeight;
    std::size_t m_lastHalf = 0;  // rows that the last convolution reads on either side
    std::vector<Stage> m_stages;
    kernels::RowQueue m_latents;
    kernels::RowQueue m_end;  // activated, before the last convolution
    std::int64_t m_taken = 0;
    std::int64_t m_spoken = 0;
    kernels::Floats m_samples;
};

}  // namespace parlando::engine::vits
