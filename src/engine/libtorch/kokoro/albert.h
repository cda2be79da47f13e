#pragma once

#include <vector>

#include "engine/libtorch/kokoro/layers.h"

namespace parlando::engine::libtorch::kokoro {

// The text model: a transformer encoder whose layers share their weights (Lan et al., "ALBERT: A Lite BERT", 2019).
class Albert {
public:
    Albert(Weights& weights, const Config& config);

    std::int64_t symbols() const { return extent(m_words, 0); }  // that it knows
    std::int64_t longestInput() const { return extent(m_positions, 0); }
    std::int64_t outputs() const { return extent(m_widen.weight, 0); }

    at::Tensor operator()(const at::Tensor& ids /* [symbols] */) const;  // [symbols, outputs]

private:
    struct Layer {
        Linear query, key, value, dense, expand, reduce;
        LayerNorm attentionNorm, finalNorm;
    };
    at::Tensor attend(const Layer& layer, const at::Tensor& input) const;

    std::int64_t m_heads;
    std::int64_t m_depth;
    at::Tensor m_words;      // [symbols, embedding]
    at::Tensor m_positions;  // [longest input, embedding]
    at::Tensor m_kinds;      // [kinds of sentences, embedding]: ours is the first
    LayerNorm m_embeddingNorm;
    Linear m_widen;
    std::vector<std::vector<Layer>> m_groups;  // each is run depth / groups times in a row
};

}  // namespace parlando::engine::libtorch::kokoro
