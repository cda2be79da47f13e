#include "engine/kokoro/prosody.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parlando::engine::kokoro {
namespace {

using kernels::WorkerPool;

constexpr float kLeakySlope = 0.2F;

// The style beside each row.
Rows withStyle(const Rows& rows, std::span<const float> style) {
    Rows result(rows.count(), rows.channels() + style.size());
    for (std::size_t i = 0; i < rows.count(); ++i) {
        std::ranges::copy(style, std::copy_n(rows.row(i), rows.channels(), result.row(i)));
    }
    return result;
}

}  // namespace

ProsodyPredictor::ProsodyPredictor(Values& values, std::int64_t hidden) {
    const std::string encoder = "predictor.text_encoder.lstms.";
    const std::size_t layers = std::max<std::size_t>(2, countParts(values, encoder));
    for (std::size_t i = 0; i + 1 < layers; i += 2) {
        const std::string style = encoder + std::to_string(i + 1) + ".fc";
        if (i == 0) {
            const Values::Array weight = values.array(style + ".weight", {kAny, kAny});
            m_styleSize = weight.shape.empty() ? 0 : weight.shape[1];
        }
        Layer layer;
        layer.lstm = Lstm(values, encoder + std::to_string(i), hidden + m_styleSize);
        hidden = layer.lstm.outputs();
        layer.style = readLinear(values, style, m_styleSize, 2 * hidden);
        m_encoder.push_back(std::move(layer));
    }
    const std::int64_t encoded = hidden + m_styleSize;
    m_durationLstm = Lstm(values, "predictor.lstm", encoded);
    m_durations = readLinear(values, "predictor.duration_proj.linear_layer", m_durationLstm.outputs());
    m_curveLstm = Lstm(values, "predictor.shared", encoded);
    m_pitch = readCurve(values, "F0");
    m_energy = readCurve(values, "N");
}

ProsodyPredictor::Curve ProsodyPredictor::readCurve(Values& values, const std::string& name) const {
    const std::string prefix = "predictor." + name + ".";
    Curve curve;
    std::int64_t channels = m_curveLstm.outputs();
    std::int64_t length = 1;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, countParts(values, prefix)); ++i) {
        curve.blocks.emplace_back(values, prefix + std::to_string(i), channels, m_styleSize);
        channels = curve.blocks.back().outputs();
        length *= curve.blocks.back().doubles() ? 2 : 1;
    }
    if (length != 2) {
        values.reject(prefix + "1.pool.weight", "exactly one block must double the length");
    }
    curve.project = readConvolution(values, "predictor." + name + "_proj", {.in = channels, .out = 1, .kernel = 1});
    return curve;
}

Rows ProsodyPredictor::encode(WorkerPool& pool, const Rows& text, std::span<const float> style) const {
    Rows hidden = withStyle(text, style);
    for (const Layer& layer : m_encoder) {
        Rows affine(1, layer.style.shape().out);
        layer.style.run(pool, style.data(), style.size(), 1, into(affine));
        const auto channels = static_cast<std::size_t>(layer.lstm.outputs());
        ChannelNorm norm;
        norm.weight.assign(affine.row(0), affine.row(0) + channels);
        norm.bias.assign(affine.row(0) + channels, affine.row(0) + 2 * channels);
        for (float& weight : norm.weight) {
            weight += 1.0F;
        }
        Rows walked = layer.lstm(pool, hidden);
        walked.normalise(norm);
        hidden = withStyle(walked, style);
    }
    return hidden;
}

std::vector<float> ProsodyPredictor::durations(WorkerPool& pool, const Rows& encoded) const {
    Rows steps(encoded.count(), m_durations.shape().out);
    apply(pool, m_durations, m_durationLstm(pool, encoded), into(steps));
    std::vector<float> frames(encoded.count());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        for (std::size_t step = 0; step < steps.channels(); ++step) {
            frames[i] += 1.0F / (1.0F + std::exp(-steps.row(i)[step]));
        }
    }
    return frames;
}

ProsodyPredictor::Curves ProsodyPredictor::curves(WorkerPool& pool, const Rows& encoded,
                                                  std::span<const float> style) const {
    const Rows frames = m_curveLstm(pool, encoded);
    return {run(pool, m_pitch, frames, style), run(pool, m_energy, frames, style)};
}

Rows ProsodyPredictor::run(WorkerPool& pool, const Curve& curve, const Rows& frames, std::span<const float> style) {
    Rows hidden = frames;
    for (const ResidualBlock& block : curve.blocks) {
        hidden = block(pool, hidden, style);
    }
    Rows values(hidden.count(), 1);
    apply(pool, curve.project, hidden, into(values));
    return values;
}

TextEncoder::TextEncoder(Values& values) : m_embedding(values.array("text_encoder.embedding.weight", {kAny, kAny})) {
    const std::string prefix = "text_encoder.cnn.";
    std::int64_t channels = m_embedding.shape.empty() ? 0 : m_embedding.shape[1];
    for (std::size_t i = 0; i < std::max<std::size_t>(1, countParts(values, prefix)); ++i) {
        const std::string layer = prefix + std::to_string(i);
        kernels::Convolution convolution = readConvolution(values, layer + ".0", {.in = channels});
        channels = kokoro::outputs(convolution);
        m_layers.push_back(
            {std::move(convolution),
             {values.tensor(layer + ".1.gamma", {channels}), values.tensor(layer + ".1.beta", {channels})}});
    }
    m_lstm = Lstm(values, "text_encoder.lstm", channels);
}

Rows TextEncoder::operator()(WorkerPool& pool, std::span<const std::int64_t> ids) const {
    const std::size_t embedding = static_cast<std::size_t>(m_embedding.shape[1]);
    const auto room = [&](std::size_t layer, std::size_t channels) {
        const bool more = layer < m_layers.size();
        return Rows(ids.size(), channels, more ? before(m_layers[layer].convolution) : 0,
                    more ? after(m_layers[layer].convolution) : 0);
    };
    Rows hidden = room(0, embedding);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        std::copy_n(m_embedding.values.data() + static_cast<std::size_t>(ids[i]) * embedding, embedding, hidden.row(i));
    }
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        Rows made = room(i + 1, m_layers[i].convolution.shape().out);
        apply(pool, m_layers[i].convolution, hidden, into(made));
        made.normalise(m_layers[i].norm);
        for (std::size_t row = 0; row < made.count(); ++row) {
            for (float& value : std::span(made.row(row), made.channels())) {
                value *= value < 0.0F ? kLeakySlope : 1.0F;
            }
        }
        hidden = std::move(made);
    }
    return m_lstm(pool, hidden);
}

}  // namespace parlando::engine::kokoro
