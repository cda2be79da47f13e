#include "engine/libtorch/vits/flow.h"

#include <ranges>

namespace parlando::engine::libtorch::vits {

WaveNet::WaveNet(Weights& weights, const std::string& prefix, const Config& config) : m_hidden(config.hiddenSize) {
    std::int64_t dilation = 1;
    for (std::int64_t i = 0; i < config.waveNetLayers; ++i, dilation *= config.waveNetDilationRate) {
        const std::string index = "." + std::to_string(i);
        const bool last = i + 1 == config.waveNetLayers;
        m_gates.push_back(
            convolution(weights, prefix + "in_layers" + index,
                        {.in = m_hidden, .out = 2 * m_hidden, .kernel = config.waveNetKernel, .dilation = dilation}));
        m_residuals.push_back(convolution(weights, prefix + "res_skip_layers" + index,
                                          {.in = m_hidden, .out = last ? m_hidden : 2 * m_hidden}));
    }
    if (config.speakerEmbeddingSize > 0) {
        m_condition = convolution(weights, prefix + "cond_layer",
                                  {.in = config.speakerEmbeddingSize, .out = 2 * m_hidden * config.waveNetLayers});
    }
}

at::Tensor WaveNet::operator()(at::Tensor input, const at::Tensor& speaker) const {
    const at::Tensor condition = speaker.defined() ? m_condition(speaker) : at::Tensor();
    at::Tensor skipped;
    for (std::size_t i = 0; i < m_gates.size(); ++i) {
        at::Tensor gates = m_gates[i](input);
        if (condition.defined()) {
            gates = gates + condition.narrow(1, static_cast<std::int64_t>(i) * 2 * m_hidden, 2 * m_hidden);
        }
        const at::Tensor hidden =
            at::tanh(gates.narrow(1, 0, m_hidden)) * at::sigmoid(gates.narrow(1, m_hidden, m_hidden));
        at::Tensor out = m_residuals[i](hidden);
        if (i + 1 < m_gates.size()) {
            input = input + out.narrow(1, 0, m_hidden);
            out = out.narrow(1, m_hidden, m_hidden);
        }
        skipped = skipped.defined() ? skipped + out : out;
    }
    return skipped;
}

Flow::Flow(Weights& weights, const Config& config) : m_half(config.flowSize / 2) {
    for (std::int64_t i = 0; i < config.flows; ++i) {
        const std::string prefix = "flow.flows." + std::to_string(i) + ".";
        m_couplings.push_back(Coupling{
            convolution(weights, prefix + "conv_pre", {.in = m_half, .out = config.hiddenSize}),
            WaveNet(weights, prefix + "wavenet.", config),
            convolution(weights, prefix + "conv_post", {.in = config.hiddenSize, .out = m_half}),
        });
    }
}

at::Tensor Flow::inverse(at::Tensor latents, const at::Tensor& speaker) const {
    for (const Coupling& coupling : m_couplings | std::views::reverse) {
        latents = latents.flip(1);
        const at::Tensor first = latents.narrow(1, 0, m_half);
        const at::Tensor second = latents.narrow(1, m_half, m_half);
        const at::Tensor mean = coupling.project(coupling.waveNet(coupling.expand(first), speaker));
        latents = at::cat({first, second - mean}, 1);
    }
    return latents;
}

}  // namespace parlando::engine::libtorch::vits
