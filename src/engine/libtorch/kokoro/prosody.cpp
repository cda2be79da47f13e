#include "engine/libtorch/kokoro/prosody.h"

namespace parlando::engine::libtorch::kokoro {
namespace {

constexpr double kLeakySlope = 0.2;

}  // namespace

ProsodyPredictor::ProsodyPredictor(Weights& weights, std::int64_t hidden) {
    const std::string encoder = "predictor.text_encoder.lstms.";
    const std::size_t layers = std::max<std::size_t>(2, countParts(weights, encoder));
    for (std::size_t i = 0; i + 1 < layers; i += 2) {
        const std::string style = encoder + std::to_string(i + 1) + ".fc";
        if (i == 0) {
            m_styleSize = extent(weights.tensor(style + ".weight", {kAny, kAny}), 1);
        }
        Layer layer;
        layer.lstm = Lstm(weights, encoder + std::to_string(i), hidden + m_styleSize);
        hidden = layer.lstm.outputs();
        layer.style = Linear(weights, style, m_styleSize, 2 * hidden);
        m_encoder.push_back(std::move(layer));
    }
    const std::int64_t encoded = hidden + m_styleSize;
    m_durationLstm = Lstm(weights, "predictor.lstm", encoded);
    m_durations = Linear(weights, "predictor.duration_proj.linear_layer", m_durationLstm.outputs());
    m_curveLstm = Lstm(weights, "predictor.shared", encoded);
    m_pitch = readCurve(weights, "F0");
    m_energy = readCurve(weights, "N");
}

ProsodyPredictor::Curve ProsodyPredictor::readCurve(Weights& weights, const std::string& name) const {
    const std::string prefix = "predictor." + name + ".";
    Curve curve;
    std::int64_t channels = m_curveLstm.outputs();
    std::int64_t length = 1;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, countParts(weights, prefix)); ++i) {
        curve.blocks.emplace_back(weights, prefix + std::to_string(i), channels, m_styleSize);
        channels = curve.blocks.back().outputs();
        length *= curve.blocks.back().doubles() ? 2 : 1;
    }
    if (length != 2) {
        weights.reject(prefix + "1.pool.weight", "exactly one block must double the length");
    }
    curve.project = Convolution(weights, "predictor." + name + "_proj", {.in = channels, .out = 1, .kernel = 1});
    return curve;
}

at::Tensor ProsodyPredictor::encode(const at::Tensor& text, const at::Tensor& style) const {
    const at::Tensor styles = style.expand({text.size(0), -1});
    at::Tensor hidden = at::cat({text, styles}, 1);
    for (const Layer& layer : m_encoder) {
        const std::vector<at::Tensor> affine = layer.style(style).flatten().chunk(2);
        hidden = layer.lstm(hidden);
        hidden = at::layer_norm(hidden, affine[0].sizes(), affine[0] + 1.0, affine[1]);
        hidden = at::cat({hidden, styles}, 1);
    }
    return hidden;
}

at::Tensor ProsodyPredictor::durations(const at::Tensor& encoded) const {
    return at::sigmoid(m_durations(m_durationLstm(encoded))).sum(1);
}

ProsodyPredictor::Curves ProsodyPredictor::curves(const at::Tensor& encoded, const at::Tensor& style) const {
    const at::Tensor frames = m_curveLstm(encoded).t().unsqueeze(0).contiguous();
    return {run(m_pitch, frames, style), run(m_energy, frames, style)};
}

at::Tensor ProsodyPredictor::run(const Curve& curve, const at::Tensor& frames, const at::Tensor& style) {
    at::Tensor hidden = frames;
    for (const ResidualBlock& block : curve.blocks) {
        hidden = block(hidden, style);
    }
    return curve.project(hidden).squeeze(1);
}

TextEncoder::TextEncoder(Weights& weights)
    : m_embedding(weights.tensor("text_encoder.embedding.weight", {kAny, kAny})) {
    const std::string prefix = "text_encoder.cnn.";
    std::int64_t channels = extent(m_embedding, 1);
    for (std::size_t i = 0; i < std::max<std::size_t>(1, countParts(weights, prefix)); ++i) {
        const std::string layer = prefix + std::to_string(i);
        Convolution convolution(weights, layer + ".0", {.in = channels});
        channels = extent(convolution.weight, 0);
        m_layers.push_back(
            {std::move(convolution),
             {weights.tensor(layer + ".1.gamma", {channels}), weights.tensor(layer + ".1.beta", {channels})}});
    }
    m_lstm = Lstm(weights, "text_encoder.lstm", channels);
}

at::Tensor TextEncoder::operator()(const at::Tensor& ids) const {
    at::Tensor hidden = m_embedding.index_select(0, ids).t().unsqueeze(0);
    for (const Layer& layer : m_layers) {
        hidden = layer.norm(layer.convolution(hidden).transpose(1, 2));
        hidden = at::leaky_relu_(hidden, kLeakySlope).transpose(1, 2);
    }
    return m_lstm(hidden.squeeze(0).t()).t().unsqueeze(0);
}

}  // namespace parlando::engine::libtorch::kokoro
