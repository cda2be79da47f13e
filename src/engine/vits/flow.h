#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernels/row_queue.h"
#include "engine/layers.h"
#include "engine/vits/config.h"

namespace parlando::engine::vits {

// The normalising flow between the prior of the text and the latents that the decoder speaks (mean-only
// affine couplings; Dinh, Sohl-Dickstein and Bengio, "Density Estimation using Real NVP", 2017), inverted window by
// window: each layer keeps the rows that later ones will read again. Holds one sequence at a time.
class Flow {
public:
    Flow(Values& values, const Config& config);

    // Frames that must be known beyond a result.
    std::size_t lookahead() const;

    // A new sequence; `speaker` is [embedding] or empty.
    void begin(kernels::WorkerPool& pool, std::span<const float> speaker);

    // Where rows of prior latents go in ([latent] each); finish() it after the last.
    kernels::RowQueue& input() { return m_couplings.front().flipped; }

    // Moves all results that can be made to `latents`, and finishes it after the last.
    void advance(kernels::WorkerPool& pool, kernels::RowQueue& latents);

private:
    // Gated dilated convolutions with residual and skip connections (van den Oord et al., "WaveNet", 2016).
    struct Layer {
        kernels::Convolution gates;     // hidden to 2 * hidden
        kernels::Convolution residual;  // hidden to hidden; none in the last layer
        kernels::Convolution skip;      // hidden to hidden
        kernels::Floats bias;           // of the gates, with the speaker's part
        kernels::RowQueue input;
    };
    struct Coupling {
        kernels::RowQueue flipped;  // input, its channels in reverse order
        kernels::Convolution expand;
        std::vector<Layer> layers;
        kernels::Convolution condition;  // embedding to 2 * hidden * layers
        kernels::RowQueue skipped;       // sum of what the layers give
        std::int64_t skips = 0;          // rows of it that are complete
        kernels::Convolution project;
    };
    void advance(kernels::WorkerPool& pool, Coupling& coupling);

    std::size_t m_latent, m_hidden;
    std::vector<Coupling> m_couplings;  // the last of the checkpoint first
    kernels::Floats m_gates, m_gated, m_means;
};

}  // namespace parlando::engine::vits
