#include "engine/kokoro/albert.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "engine/kernels/elementwise.h"

namespace parlando::engine::kokoro {
namespace {

using kernels::Convolution;
using kernels::WorkerPool;

// The Gaussian error linear unit as this family has it, by the hyperbolic tangent, in place.
void gelu(WorkerPool& pool, Rows& rows) {
    pool.run(rows.count(), [&rows](std::size_t i) {
        const std::span<float> row(rows.row(i), rows.channels());
        std::vector<float> inner(row.begin(), row.end());
        for (float& x : inner) {
            x = 0.7978845608F * (x + 0.044715F * x * x * x);
        }
        kernels::tanh(inner);
        for (std::size_t c = 0; c < row.size(); ++c) {
            row[c] *= 0.5F + 0.5F * inner[c];
        }
    });
}

// Results to `to`, with `from` added.
kernels::Output adding(const Rows& from, Rows& to) {
    kernels::Output output = into(to);
    output.residual = from.row(0);
    output.residualStride = from.stride();
    return output;
}

}  // namespace

Albert::Albert(Values& values, const Config& config)
    : m_heads(static_cast<std::size_t>(config.heads)),
      m_depth(static_cast<std::size_t>(config.layers)),
      m_words(values.array("bert.embeddings.word_embeddings.weight", {kAny, kAny})) {
    const std::int64_t embedding = m_words.shape.empty() ? 0 : m_words.shape[1];
    m_positions = values.array("bert.embeddings.position_embeddings.weight", {kAny, embedding});
    if (longestInput() < 3) {
        values.reject("bert.embeddings.position_embeddings.weight", "it has no room for a symbol between two ends");
    }
    m_kind = values.tensor("bert.embeddings.token_type_embeddings.weight", {kAny, embedding});
    m_kind.resize(static_cast<std::size_t>(embedding));
    m_embeddingNorm = channelNorm(values, "bert.embeddings.LayerNorm", embedding, config.layerNormEpsilon);
    m_widen = readLinear(values, "bert.encoder.embedding_hidden_mapping_in", embedding);
    const std::int64_t hidden = outputs();
    if (hidden % config.heads != 0) {
        values.reject("bert.encoder.embedding_hidden_mapping_in.weight",
                      fmt::format("num_attention_heads ({}) does not divide {}", m_heads, hidden));
    }
    const std::string groups = "bert.encoder.albert_layer_groups.";
    for (std::size_t i = 0; i < std::max<std::size_t>(1, countParts(values, groups)); ++i) {
        const std::string group = groups + std::to_string(i) + ".albert_layers.";
        std::vector<Layer> layers;
        for (std::size_t j = 0; j < std::max<std::size_t>(1, countParts(values, group)); ++j) {
            const std::string prefix = group + std::to_string(j) + ".";
            const std::string attention = prefix + "attention.";
            Layer layer;
            layer.query = readLinear(values, attention + "query", hidden, hidden);
            layer.key = readLinear(values, attention + "key", hidden, hidden);
            layer.value = readLinear(values, attention + "value", hidden, hidden);
            layer.dense = readLinear(values, attention + "dense", hidden, hidden);
            layer.attentionNorm = channelNorm(values, attention + "LayerNorm", hidden, config.layerNormEpsilon);
            layer.expand = readLinear(values, prefix + "ffn", hidden);
            layer.reduce = readLinear(values, prefix + "ffn_output", kokoro::outputs(layer.expand), hidden);
            layer.finalNorm = channelNorm(values, prefix + "full_layer_layer_norm", hidden, config.layerNormEpsilon);
            layers.push_back(std::move(layer));
        }
        m_groups.push_back(std::move(layers));
    }
}

Rows Albert::attend(WorkerPool& pool, const Layer& layer, const Rows& input) const {
    const std::size_t symbols = input.count();
    const std::size_t hidden = input.channels();
    const std::size_t headSize = hidden / m_heads;
    Rows query(symbols, hidden);
    Rows key(symbols, hidden);
    Rows value(symbols, hidden);
    kernels::Output scaled = into(query);
    scaled.scale = 1.0F / std::sqrt(static_cast<float>(headSize));
    apply(pool, layer.query, input, scaled);
    apply(pool, layer.key, input, into(key));
    apply(pool, layer.value, input, into(value));

    Rows mixed(symbols, hidden);
    Rows attention(symbols, symbols);
    Rows spoken(symbols, headSize);
    std::vector<float> matrix(symbols * headSize);
    for (std::size_t head = 0; head < m_heads; ++head) {
        const std::size_t channel = head * headSize;
        // Query times key, and attention times value, are layers whose weights this text makes.
        for (std::size_t j = 0; j < symbols; ++j) {
            std::copy_n(key.row(j) + channel, headSize, matrix.begin() + static_cast<std::ptrdiff_t>(j * headSize));
        }
        const Convolution byKey({headSize, symbols}, matrix, {});
        byKey.run(pool, query.row(0) + channel, query.stride(), symbols, into(attention));
        kernels::softmaxRows(attention.row(0), attention.stride(), symbols, symbols);
        for (std::size_t c = 0; c < headSize; ++c) {
            for (std::size_t j = 0; j < symbols; ++j) {
                matrix[c * symbols + j] = value.row(j)[channel + c];
            }
        }
        const Convolution byValue({symbols, headSize}, matrix, {});
        byValue.run(pool, attention.row(0), attention.stride(), symbols, into(spoken));
        for (std::size_t i = 0; i < symbols; ++i) {
            std::copy_n(spoken.row(i), headSize, mixed.row(i) + channel);
        }
    }
    Rows attended(symbols, hidden);
    apply(pool, layer.dense, mixed, adding(input, attended));
    return attended;
}

Rows Albert::operator()(WorkerPool& pool, std::span<const std::int64_t> ids) const {
    const std::size_t embedding = m_kind.size();
    Rows embedded(ids.size(), embedding);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const float* word = m_words.values.data() + static_cast<std::size_t>(ids[i]) * embedding;
        const float* position = m_positions.values.data() + i * embedding;
        for (std::size_t c = 0; c < embedding; ++c) {
            embedded.row(i)[c] = word[c] + position[c] + m_kind[c];
        }
    }
    embedded.normalise(m_embeddingNorm);
    Rows hidden(ids.size(), static_cast<std::size_t>(outputs()));
    apply(pool, m_widen, embedded, into(hidden));
    for (std::size_t i = 0; i < m_depth; ++i) {
        for (const Layer& layer : m_groups[i * m_groups.size() / m_depth]) {
            Rows attended = attend(pool, layer, hidden);
            attended.normalise(layer.attentionNorm);
            Rows wide(ids.size(), layer.expand.shape().out);
            apply(pool, layer.expand, attended, into(wide));
            gelu(pool, wide);
            apply(pool, layer.reduce, wide, adding(attended, hidden));
            hidden.normalise(layer.finalNorm);
        }
    }
    return hidden;
}

}  // namespace parlando::engine::kokoro
