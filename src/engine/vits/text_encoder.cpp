#include "engine/vits/text_encoder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/kernels/elementwise.h"

namespace parlando::engine::vits {
namespace {

float dot(const float* a, const float* b, std::size_t count) {
    float sum = 0.0F;
    for (std::size_t i = 0; i < count; ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

}  // namespace

TextEncoder::TextEncoder(Values& values, const Config& config)
    : m_hidden(static_cast<std::size_t>(config.hiddenSize)),
      m_heads(static_cast<std::size_t>(config.heads)),
      m_window(static_cast<std::size_t>(config.windowSize)),
      m_feedForward(static_cast<std::size_t>(config.feedForwardSize)) {
    const std::int64_t hidden = config.hiddenSize;
    const std::int64_t headSize = hidden / config.heads;
    const std::int64_t positions = 2 * config.windowSize + 1;
    m_embedding = values.tensor("text_encoder.embed_tokens.weight", {config.vocabSize, hidden});
    for (std::int64_t i = 0; i < config.layers; ++i) {
        const std::string prefix = "text_encoder.encoder.layers." + std::to_string(i) + ".";
        const std::string attention = prefix + "attention.";
        m_layers.push_back(Layer{
            linear(values, attention + "q_proj", hidden, hidden),
            linear(values, attention + "k_proj", hidden, hidden),
            linear(values, attention + "v_proj", hidden, hidden),
            linear(values, attention + "out_proj", hidden, hidden),
            values.tensor(attention + "emb_rel_k", {1, positions, headSize}),
            values.tensor(attention + "emb_rel_v", {1, positions, headSize}),
            channelNorm(values, prefix + "layer_norm", hidden, config.layerNormEpsilon),
            channelNorm(values, prefix + "final_layer_norm", hidden, config.layerNormEpsilon),
            convolution(values, prefix + "feed_forward.conv_1",
                        {.in = hidden, .out = config.feedForwardSize, .kernel = config.feedForwardKernel}),
            convolution(values, prefix + "feed_forward.conv_2",
                        {.in = config.feedForwardSize, .out = hidden, .kernel = config.feedForwardKernel}),
        });
    }
    // One layer in the checkpoint; its two halves have different readers.
    const kernels::Floats weight = values.weight("text_encoder.project", {2 * config.flowSize, hidden, 1});
    const kernels::Floats bias = values.tensor("text_encoder.project.bias", {2 * config.flowSize});
    const auto latent = static_cast<std::size_t>(config.flowSize);
    if (!weight.empty() && !bias.empty()) {
        const kernels::ConvolutionShape shape{m_hidden, latent};
        m_means = {shape, std::span(weight).first(latent * m_hidden), std::span(bias).first(latent)};
        m_logDeviations = {shape, std::span(weight).last(latent * m_hidden), std::span(bias).last(latent)};
    }
}

Rows TextEncoder::attend(kernels::WorkerPool& pool, const Layer& layer, const Rows& input) const {
    const std::size_t symbols = input.count();
    const std::size_t headSize = m_hidden / m_heads;
    Rows query(symbols, m_hidden);
    Rows key(symbols, m_hidden);
    Rows value(symbols, m_hidden);
    kernels::Output scaled = into(query);
    scaled.scale = 1.0F / std::sqrt(static_cast<float>(headSize));
    apply(pool, layer.query, input, scaled);
    apply(pool, layer.key, input, into(key));
    apply(pool, layer.value, input, into(value));

    Rows mixed(symbols, m_hidden);
    Rows attention(symbols, symbols);
    Rows spoken(symbols, headSize);
    std::vector<float> matrix(symbols * headSize);
    for (std::size_t head = 0; head < m_heads; ++head) {
        const std::size_t channel = head * headSize;
        // Query times key, and attention times value, are layers whose weights this text makes.
        for (std::size_t j = 0; j < symbols; ++j) {
            std::copy_n(key.row(j) + channel, headSize, matrix.begin() + static_cast<std::ptrdiff_t>(j * headSize));
        }
        const kernels::Convolution byKey({headSize, symbols}, matrix, {});
        byKey.run(pool, query.row(0) + channel, query.stride(), symbols, into(attention));
        // Key j adds the key of its distance to symbol i, and nothing beyond the window.
        for (std::size_t i = 0; i < symbols; ++i) {
            const std::size_t last = std::min(symbols, i + m_window + 1);
            for (std::size_t j = i - std::min(i, m_window); j < last; ++j) {
                const float* relative = layer.relativeKeys.data() + (j + m_window - i) * headSize;
                attention.row(i)[j] += dot(query.row(i) + channel, relative, headSize);
            }
        }
        kernels::softmaxRows(attention.row(0), attention.stride(), symbols, symbols);

        for (std::size_t c = 0; c < headSize; ++c) {
            for (std::size_t j = 0; j < symbols; ++j) {
                matrix[c * symbols + j] = value.row(j)[channel + c];
            }
        }
        const kernels::Convolution byValue({symbols, headSize}, matrix, {});
        byValue.run(pool, attention.row(0), attention.stride(), symbols, into(spoken));
        for (std::size_t i = 0; i < symbols; ++i) {
            float* out = mixed.row(i) + channel;
            std::copy_n(spoken.row(i), headSize, out);
            const std::size_t last = std::min(symbols, i + m_window + 1);
            for (std::size_t j = i - std::min(i, m_window); j < last; ++j) {
                const float* relative = layer.relativeValues.data() + (j + m_window - i) * headSize;
                const float share = attention.row(i)[j];
                for (std::size_t c = 0; c < headSize; ++c) {
                    out[c] += share * relative[c];
                }
            }
        }
    }
    Rows attended(symbols, m_hidden, before(layer.expand), after(layer.expand));
    kernels::Output added = into(attended);
    added.residual = input.row(0);
    added.residualStride = input.stride();
    apply(pool, layer.out, mixed, added);
    return attended;
}

TextEncoder::Output TextEncoder::run(kernels::WorkerPool& pool, std::span<const std::int64_t> ids,
                                     const Trace& trace) const {
    const std::size_t symbols = ids.size();
    Rows hidden(symbols, m_hidden);
    const float scale = std::sqrt(static_cast<float>(m_hidden));
    for (std::size_t i = 0; i < symbols; ++i) {
        const float* embedding = m_embedding.data() + static_cast<std::size_t>(ids[i]) * m_hidden;
        std::transform(embedding, embedding + m_hidden, hidden.row(i), [scale](float value) { return value * scale; });
    }
    if (trace) {
        trace("text_embedding", m_hidden, hidden.packed());
    }
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const Layer& layer = m_layers[i];
        Rows attended = attend(pool, layer, hidden);
        attended.normalise(layer.attentionNorm);

        Rows wide(symbols, m_feedForward, before(layer.reduce), after(layer.reduce));
        apply(pool, layer.expand, attended, rectified(wide));
        kernels::Output added = into(hidden);
        added.residual = attended.row(0);
        added.residualStride = attended.stride();
        apply(pool, layer.reduce, wide, added);
        hidden.normalise(layer.finalNorm);
        if (trace && i == 0) {
            trace("encoder_layer_0", m_hidden, hidden.packed());
        }
    }
    const std::size_t latent = m_means.shape().out;
    Output output{std::move(hidden), Rows(symbols, latent), Rows(symbols, latent)};
    apply(pool, m_means, output.hidden, into(output.means));
    apply(pool, m_logDeviations, output.hidden, into(output.logDeviations));
    if (trace) {
        trace("text_hidden", m_hidden, output.hidden.packed());
        trace("prior_means", latent, output.means.packed());
        trace("prior_log_variances", latent, output.logDeviations.packed());
    }
    return output;
}

}  // namespace parlando::engine::vits
