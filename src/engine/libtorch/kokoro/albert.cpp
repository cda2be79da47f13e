#include "engine/libtorch/kokoro/albert.h"

#include <cmath>
#include <string>

#include <spdlog/fmt/fmt.h>

namespace parlando::engine::libtorch::kokoro {
namespace {

LayerNorm layerNorm(Weights& weights, const std::string& prefix, std::int64_t size, double epsilon) {
    return {weights.tensor(prefix + ".weight", {size}), weights.tensor(prefix + ".bias", {size}), epsilon};
}

}  // namespace

Albert::Albert(Weights& weights, const Config& config)
    : m_heads(config.heads),
      m_depth(config.layers),
      m_words(weights.tensor("bert.embeddings.word_embeddings.weight", {kAny, kAny})),
      m_positions(weights.tensor("bert.embeddings.position_embeddings.weight", {kAny, extent(m_words, 1)})),
      m_kinds(weights.tensor("bert.embeddings.token_type_embeddings.weight", {kAny, extent(m_words, 1)})),
      m_embeddingNorm(layerNorm(weights, "bert.embeddings.LayerNorm", extent(m_words, 1), config.layerNormEpsilon)),
      m_widen(weights, "bert.encoder.embedding_hidden_mapping_in", extent(m_words, 1)) {
    const std::int64_t hidden = outputs();
    if (hidden % m_heads != 0) {
        weights.reject("bert.encoder.embedding_hidden_mapping_in.weight",
                       fmt::format("num_attention_heads ({}) does not divide {}", m_heads, hidden));
    }
    const std::string groups = "bert.encoder.albert_layer_groups.";
    for (std::size_t i = 0; i < std::max<std::size_t>(1, countParts(weights, groups)); ++i) {
        const std::string group = groups + std::to_string(i) + ".albert_layers.";
        std::vector<Layer> layers;
        for (std::size_t j = 0; j < std::max<std::size_t>(1, countParts(weights, group)); ++j) {
            const std::string prefix = group + std::to_string(j) + ".";
            const std::string attention = prefix + "attention.";
            Layer layer;
            layer.query = Linear(weights, attention + "query", hidden, hidden);
            layer.key = Linear(weights, attention + "key", hidden, hidden);
            layer.value = Linear(weights, attention + "value", hidden, hidden);
            layer.dense = Linear(weights, attention + "dense", hidden, hidden);
            layer.attentionNorm = layerNorm(weights, attention + "LayerNorm", hidden, config.layerNormEpsilon);
            layer.expand = Linear(weights, prefix + "ffn", hidden);
            layer.reduce = Linear(weights, prefix + "ffn_output", extent(layer.expand.weight, 0), hidden);
            layer.finalNorm = layerNorm(weights, prefix + "full_layer_layer_norm", hidden, config.layerNormEpsilon);
            layers.push_back(std::move(layer));
        }
        m_groups.push_back(std::move(layers));
    }
}

at::Tensor Albert::attend(const Layer& layer, const at::Tensor& input) const {
    const std::int64_t length = input.size(0);
    const auto heads = [&](const Linear& project) {  // [heads, length, size]
        return project(input).view({length, m_heads, -1}).transpose(0, 1);
    };
    const at::Tensor query = heads(layer.query);
    const at::Tensor scores =
        at::matmul(query, heads(layer.key).transpose(1, 2)).div_(std::sqrt(static_cast<double>(query.size(2))));
    const at::Tensor mixed = at::matmul(at::softmax(scores, 2), heads(layer.value));
    return layer.dense(mixed.transpose(0, 1).reshape({length, -1}));
}

at::Tensor Albert::operator()(const at::Tensor& ids) const {
    const at::Tensor embedded =
        m_words.index_select(0, ids) + m_positions.slice(0, 0, ids.size(0)) + m_kinds.slice(0, 0, 1);
    at::Tensor hidden = m_widen(m_embeddingNorm(embedded));
    const auto groups = static_cast<std::int64_t>(m_groups.size());
    for (std::int64_t i = 0; i < m_depth; ++i) {
        for (const Layer& layer : m_groups[static_cast<std::size_t>(i * groups / m_depth)]) {
            hidden = layer.attentionNorm(attend(layer, hidden).add_(hidden));
            const at::Tensor wide = at::gelu(layer.expand(hidden), "tanh");
            hidden = layer.finalNorm(layer.reduce(wide).add_(hidden));
        }
    }
    return hidden;
}

}  // namespace parlando::engine::libtorch::kokoro
