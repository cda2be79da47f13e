#pragma once

#include <vector>

#include "engine/libtorch/vits/layers.h"

namespace parlando::engine::libtorch::vits {

// Latents to a waveform (Kong, Kim and Bae, "HiFi-GAN", 2020).
class Decoder {
public:
    Decoder(Weights& weights, const Config& config);

    // [1, latent, frames] to [1, 1, frames * samples per frame]
    at::Tensor operator()(const at::Tensor& latents, const at::Tensor& speaker, const Trace& trace) const;

private:
    struct Upsampler {
        at::Tensor weight;  // [in, out, kernel]
        at::Tensor bias;
        std::int64_t rate = 1;
        std::int64_t padding = 0;
    };
    struct ResidualBlock {
        std::vector<Convolution> dilated;
        std::vector<Convolution> plain;  // empty: ResidualBlock::single
    };
    struct Stage {
        Upsampler upsampler;
        std::vector<ResidualBlock> blocks;  // their outputs are averaged
    };
    at::Tensor run(const ResidualBlock& block, const at::Tensor& input) const;

    double m_slope;
    Convolution m_first, m_condition, m_last;
    std::vector<Stage> m_stages;
};

}  // namespace parlando::engine::libtorch::vits
