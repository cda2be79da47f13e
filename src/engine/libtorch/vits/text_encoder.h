#pragma once

#include <vector>

#include "engine/libtorch/vits/layers.h"

namespace parlando::engine::libtorch::vits {

// A transformer encoder with relative positions (Shaw, Uszkoreit and Vaswani, 2018) limited to a window.
class TextEncoder {
public:
    TextEncoder(Weights& weights, const Config& config);

    struct Output {
        at::Tensor hidden;        // [1, hidden, symbols]
        at::Tensor means;         // [1, latent, symbols]: prior of each symbol
        at::Tensor logVariances;  // the same shape; log of the standard deviation, named as published
    };
    Output operator()(const at::Tensor& ids /* [1, symbols] */, const Trace& trace) const;

private:
    struct Linear {
        at::Tensor weight;
        at::Tensor bias;
        at::Tensor operator()(const at::Tensor& input) const { return at::linear(input, weight, bias); }
    };
    struct Layer {
        Linear query, key, value, out;
        at::Tensor relativeKeys;    // [2 * window + 1, head size]
        at::Tensor relativeValues;  // the same shape
        ChannelNorm attentionNorm, finalNorm;
        Convolution expand, reduce;
    };
    // [symbols, hidden] to the same
    at::Tensor attend(const Layer& layer, const at::Tensor& input) const;

    Config m_config;
    at::Tensor m_embedding;  // [vocabulary, hidden]
    std::vector<Layer> m_layers;
    Convolution m_project;
};

}  // namespace parlando::engine::libtorch::vits
