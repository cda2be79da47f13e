#include "engine/libtorch/vits/text_encoder.h"

#include <cmath>

namespace parlando::engine::libtorch::vits {

TextEncoder::TextEncoder(Weights& weights, const Config& config) : m_config(config) {
    const std::int64_t hidden = config.hiddenSize;
    const std::int64_t headSize = hidden / config.heads;
    const std::int64_t positions = 2 * config.windowSize + 1;
    const auto linear = [&](const std::string& prefix) {
        return Linear{weights.tensor(prefix + ".weight", {hidden, hidden}), weights.tensor(prefix + ".bias", {hidden})};
    };
    const auto relative = [&](const std::string& name) {
        const at::Tensor tensor = weights.tensor(name, {1, positions, headSize});
        return tensor.defined() ? tensor[0] : tensor;
    };

    m_embedding = weights.tensor("text_encoder.embed_tokens.weight", {config.vocabSize, hidden});
    for (std::int64_t i = 0; i < config.layers; ++i) {
        const std::string prefix = "text_encoder.encoder.layers." + std::to_string(i) + ".";
        const std::string attention = prefix + "attention.";
        m_layers.push_back(Layer{
            linear(attention + "q_proj"),
            linear(attention + "k_proj"),
            linear(attention + "v_proj"),
            linear(attention + "out_proj"),
            relative(attention + "emb_rel_k"),
            relative(attention + "emb_rel_v"),
            channelNorm(weights, prefix + "layer_norm", hidden, config.layerNormEpsilon),
            channelNorm(weights, prefix + "final_layer_norm", hidden, config.layerNormEpsilon),
            convolution(weights, prefix + "feed_forward.conv_1",
                        {.in = hidden, .out = config.feedForwardSize, .kernel = config.feedForwardKernel}),
            convolution(weights, prefix + "feed_forward.conv_2",
                        {.in = config.feedForwardSize, .out = hidden, .kernel = config.feedForwardKernel}),
        });
    }
    m_project = convolution(weights, "text_encoder.project", {.in = hidden, .out = 2 * config.flowSize});
}

at::Tensor TextEncoder::attend(const Layer& layer, const at::Tensor& input) const {
    const std::int64_t symbols = input.size(0);
    const std::int64_t window = m_config.windowSize;
    const std::int64_t headSize = m_config.hiddenSize / m_config.heads;
    const auto heads = [&](const at::Tensor& tensor) {  // [heads, symbols, head size]
        return tensor.view({symbols, m_config.heads, headSize}).transpose(0, 1);
    };
    const at::Tensor query = heads(layer.query(input)) / std::sqrt(static_cast<double>(headSize));
    const at::Tensor key = heads(layer.key(input));
    const at::Tensor value = heads(layer.value(input));

    // distance[i, j] = j - i: key j adds the key of its distance, and nothing beyond the window.
    const at::Tensor positions = at::arange(symbols, input.options().dtype(at::kLong));
    const at::Tensor distance = positions.unsqueeze(0) - positions.unsqueeze(1);
    const at::Tensor column = (distance + window).clamp(0, 2 * window).expand({m_config.heads, symbols, symbols});
    const at::Tensor byDistance = at::matmul(query, layer.relativeKeys.t());  // [heads, symbols, 2 * window + 1]
    const at::Tensor relative = byDistance.gather(2, column).masked_fill(distance.abs() > window, 0.0);
    const at::Tensor attention = (at::matmul(query, key.transpose(1, 2)) + relative).softmax(2);

    // The other way round for the values: what symbol i gives to each distance of the window.
    const at::Tensor target =
        positions.unsqueeze(1) + at::arange(-window, window + 1, positions.options()).unsqueeze(0);
    const at::Tensor outside = (target < 0).logical_or(target >= symbols);
    const at::Tensor nearby =
        attention.gather(2, target.clamp(0, symbols - 1).expand({m_config.heads, symbols, 2 * window + 1}))
            .masked_fill(outside, 0.0);
    const at::Tensor mixed = at::matmul(attention, value) + at::matmul(nearby, layer.relativeValues);
    return layer.out(mixed.transpose(0, 1).reshape({symbols, m_config.hiddenSize}));
}

TextEncoder::Output TextEncoder::operator()(const at::Tensor& ids, const Trace& trace) const {
    at::Tensor hidden =
        at::embedding(m_embedding, ids) * std::sqrt(static_cast<double>(m_config.hiddenSize));  // [1, symbols, hidden]
    if (trace) {
        trace("text_embedding", hidden);
    }
    hidden = hidden.transpose(1, 2);
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const Layer& layer = m_layers[i];
        const at::Tensor attended = attend(layer, hidden[0].t()).t().unsqueeze(0);
        hidden = layer.attentionNorm(hidden + attended);
        hidden = layer.finalNorm(hidden + layer.reduce(at::relu(layer.expand(hidden))));
        if (trace && i == 0) {
            trace("encoder_layer_0", hidden.transpose(1, 2));
        }
    }
    const at::Tensor statistics = m_project(hidden);
    Output output{hidden, statistics.narrow(1, 0, m_config.flowSize),
                  statistics.narrow(1, m_config.flowSize, m_config.flowSize)};
    if (trace) {
        trace("text_hidden", hidden.transpose(1, 2));
        trace("prior_means", output.means.transpose(1, 2));
        trace("prior_log_variances", output.logVariances.transpose(1, 2));
    }
    return output;
}

}  // namespace parlando::engine::libtorch::vits
