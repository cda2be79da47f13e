#include "engine/kokoro/decoder.h"

#include <algorithm>

namespace parlando::engine::kokoro {

std::int64_t soundStyleSize(Values& values) {
    const Values::Array weight = values.array("decoder.encode.norm1.fc.weight", {kAny, kAny});
    return weight.shape.empty() ? 0 : weight.shape[1];
}

Decoder::Halving Decoder::readHalving(Values& values, const std::string& prefix) {
    Halving layer;
    const kernels::Floats weight = values.weight(prefix, {1, 1, static_cast<std::int64_t>(layer.weight.size())});
    std::ranges::copy(weight, layer.weight.begin());
    const kernels::Floats bias = values.tensor(prefix + ".bias", {1});
    layer.bias = bias.empty() ? 0.0F : bias[0];
    return layer;
}

Decoder::Decoder(Values& values, std::int64_t text)
    : m_styleSize(soundStyleSize(values)),
      m_pitch(readHalving(values, "decoder.F0_conv")),
      m_energy(readHalving(values, "decoder.N_conv")),
      m_encode(values, "decoder.encode", text + 2, m_styleSize),
      m_text(readConvolution(values, "decoder.asr_res.0", {.in = text, .kernel = 1})) {
    const std::int64_t beside = kokoro::outputs(m_text) + 2;
    std::int64_t channels = m_encode.outputs();
    std::int64_t length = m_encode.doubles() ? 2 : 1;
    const std::string prefix = "decoder.decode.";
    for (std::size_t i = 0; i < std::max<std::size_t>(1, countParts(values, prefix)); ++i) {
        m_blocks.emplace_back(values, prefix + std::to_string(i), channels + (length == 1 ? beside : 0), m_styleSize);
        channels = m_blocks.back().outputs();
        length *= m_blocks.back().doubles() ? 2 : 1;
    }
    if (length != 2 || m_encode.doubles()) {
        values.reject(prefix + "0.pool.weight", "exactly one block must double the length");
    }
}

Rows Decoder::operator()(kernels::WorkerPool& pool, const Rows& text, const Rows& pitch, const Rows& energy,
                         std::span<const float> style, const Trace& trace) const {
    Rows curves(text.count(), 2);
    const auto halve = [](const Halving& layer, const Rows& curve, std::size_t row) {
        float sum = layer.bias;
        for (std::size_t tap = 0; tap < layer.weight.size(); ++tap) {
            const std::size_t place = 2 * row + tap;  // one more than in the curve
            sum += place > 0 && place <= curve.count() ? layer.weight[tap] * curve.row(place - 1)[0] : 0.0F;
        }
        return sum;
    };
    for (std::size_t i = 0; i < curves.count(); ++i) {
        curves.row(i)[0] = halve(m_pitch, pitch, i);
        curves.row(i)[1] = halve(m_energy, energy, i);
    }
    Rows projected(text.count(), m_text.shape().out);
    apply(pool, m_text, text, into(projected));
    const Rows added = beside(projected, curves);

    Rows hidden = m_encode(pool, beside(text, curves), style);
    traced(trace, "decoder_encode", hidden);
    bool doubled = false;
    for (const ResidualBlock& block : m_blocks) {
        hidden = block(pool, doubled ? hidden : beside(hidden, added), style);
        doubled = doubled || block.doubles();
    }
    return hidden;
}

}  // namespace parlando::engine::kokoro
