#include "engine/libtorch/kokoro/decoder.h"

#include <string>

namespace parlando::engine::libtorch::kokoro {
namespace {

constexpr std::int64_t kCurveKernel = 3;

Convolution halvingConvolution(Weights& weights, const std::string& prefix) {
    Convolution layer(weights, prefix, {.in = 1, .out = 1, .kernel = kCurveKernel});
    layer.stride = 2;
    return layer;
}

std::int64_t styleSizeOf(Weights& weights) {
    return extent(weights.tensor("decoder.encode.norm1.fc.weight", {kAny, kAny}), 1);
}

}  // namespace

Decoder::Decoder(Weights& weights, std::int64_t text)
    : m_styleSize(styleSizeOf(weights)),
      m_pitch(halvingConvolution(weights, "decoder.F0_conv")),
      m_energy(halvingConvolution(weights, "decoder.N_conv")),
      m_encode(weights, "decoder.encode", text + 2, m_styleSize),
      m_text(weights, "decoder.asr_res.0", {.in = text, .kernel = 1}) {
    const std::int64_t beside = extent(m_text.weight, 0) + 2;
    std::int64_t channels = m_encode.outputs();
    std::int64_t length = m_encode.doubles() ? 2 : 1;
    const std::string prefix = "decoder.decode.";
    for (std::size_t i = 0; i < std::max<std::size_t>(1, countParts(weights, prefix)); ++i) {
        m_blocks.emplace_back(weights, prefix + std::to_string(i), channels + (length == 1 ? beside : 0), m_styleSize);
        channels = m_blocks.back().outputs();
        length *= m_blocks.back().doubles() ? 2 : 1;
    }
    if (length != 2 || m_encode.doubles()) {
        weights.reject(prefix + "0.pool.weight", "exactly one block must double the length");
    }
}

at::Tensor Decoder::operator()(const at::Tensor& text, const at::Tensor& pitch, const at::Tensor& energy,
                               const at::Tensor& style, const Trace& trace) const {
    const at::Tensor pitchOfFrames = m_pitch(pitch.unsqueeze(1));
    const at::Tensor energyOfFrames = m_energy(energy.unsqueeze(1));
    const at::Tensor beside = at::cat({m_text(text), pitchOfFrames, energyOfFrames}, 1);
    at::Tensor hidden = m_encode(at::cat({text, pitchOfFrames, energyOfFrames}, 1), style);
    hidden = traced(trace, "decoder_encode", hidden);
    bool doubled = false;
    for (const ResidualBlock& block : m_blocks) {
        hidden = block(doubled ? hidden : at::cat({hidden, beside}, 1), style);
        doubled = doubled || block.doubles();
    }
    return hidden;
}

}  // namespace parlando::engine::libtorch::kokoro
