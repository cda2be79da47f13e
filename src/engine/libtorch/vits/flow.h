#pragma once

#include <vector>

#include "engine/libtorch/vits/layers.h"

namespace parlando::engine::libtorch::vits {

// Gated dilated convolutions with residual and skip connections (van den Oord et al., "WaveNet", 2016).
class WaveNet {
public:
    WaveNet(Weights& weights, const std::string& prefix, const Config& config);

    // [1, hidden, frames] to the same; `speaker` [1, embedding, 1] or undefined.
    at::Tensor operator()(at::Tensor input, const at::Tensor& speaker) const;

private:
    std::int64_t m_hidden;
    std::vector<Convolution> m_gates;      // hidden to 2 * hidden
    std::vector<Convolution> m_residuals;  // hidden to 2 * hidden: residual and skip; the last: skip only
    Convolution m_condition;               // embedding to 2 * hidden * layers
};

// The normalising flow between the prior of the text and the latents that the decoder speaks (mean-only
// affine couplings; Dinh, Sohl-Dickstein and Bengio, "Density Estimation using Real NVP", 2017).
class Flow {
public:
    Flow(Weights& weights, const Config& config);

    // Prior sample to latents, [1, latent, frames] both.
    at::Tensor inverse(at::Tensor latents, const at::Tensor& speaker) const;

private:
    struct Coupling {
        Convolution expand;
        WaveNet waveNet;
        Convolution project;
    };
    std::int64_t m_half;
    std::vector<Coupling> m_couplings;
};

}  // namespace parlando::engine::libtorch::vits
