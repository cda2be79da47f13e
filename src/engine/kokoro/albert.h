#pragma once

#include <vector>

#include "engine/kokoro/config.h"
#include "engine/kokoro/layers.h"

namespace parlando::engine::kokoro {

// The text model: a transformer encoder whose layers share their weights (Lan et al., "ALBERT: A Lite BERT", 2019).
class Albert {
public:
    Albert(Values& values, const Config& config);

    std::int64_t symbols() const { return m_words.shape.empty() ? 0 : m_words.shape[0]; }  // that it knows
    std::int64_t longestInput() const { return m_positions.shape.empty() ? 0 : m_positions.shape[0]; }
    std::int64_t outputs() const { return kokoro::outputs(m_widen); }

    // `ids` are below symbols(), at most longestInput(); a row for each.
    Rows operator()(kernels::WorkerPool& pool, std::span<const std::int64_t> ids) const;

private:
    struct Layer {
        kernels::Convolution query, key, value, dense, expand, reduce;
        ChannelNorm attentionNorm, finalNorm;
    };
    Rows attend(kernels::WorkerPool& pool, const Layer& layer, const Rows& input) const;

    std::size_t m_heads;
    std::size_t m_depth;
    Values::Array m_words;      // [symbols, embedding]
    Values::Array m_positions;  // [longest input, embedding]
    kernels::Floats m_kind;     // the embedding of the first kind of sentences: ours
    ChannelNorm m_embeddingNorm;
    kernels::Convolution m_widen;
    std::vector<std::vector<Layer>> m_groups;  // each is run depth / groups times in a row
};

}  // namespace parlando::engine::kokoro
