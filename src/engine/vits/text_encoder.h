#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/layers.h"
#include "engine/vits/model.h"

namespace parlando::engine::vits {

// A transformer encoder with relative positions (Shaw, Uszkoreit and Vaswani, 2018) limited to a window.
class TextEncoder {
public:
    TextEncoder(Values& values, const Config& config);

    struct Output {
        Rows hidden;         // [symbols][hidden]
        Rows means;          // [symbols][latent]: prior of each symbol
        Rows logDeviations;  // the same shape; log of the standard deviation
    };
    Output run(kernels::WorkerPool& pool, std::span<const std::int64_t> ids, const Trace& trace) const;

private:
    struct Layer {
        kernels::Convolution query, key, value, out;
        kernels::Floats relativeKeys;    // [2 * window + 1][head size]
        kernels::Floats relativeValues;  // the same shape
        ChannelNorm attentionNorm, finalNorm;
        kernels::Convolution expand, reduce;
    };
    Rows attend(kernels::WorkerPool& pool, const Layer& layer, const Rows& input) const;

    std::size_t m_hidden, m_heads, m_window, m_feedForward;
    kernels::Floats m_embedding;  // [vocabulary][hidden]
    std::vector<Layer> m_layers;
    kernels::Convolution m_means, m_logDeviations;
};

}  // namespace parlando::engine::vits
