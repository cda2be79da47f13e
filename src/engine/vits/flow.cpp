#include "engine/vits/flow.h"

#include <algorithm>
#include <limits>

#include "engine/kernels/elementwise.h"

namespace parlando::engine::vits {
namespace {

using kernels::Convolution;
using kernels::Floats;
using kernels::Output;
using kernels::RowQueue;

float* room(Floats& buffer, std::size_t rows, std::size_t stride) {
    if (buffer.size() < rows * stride + kernels::kRowAlignment) {
        buffer.resize(rows * stride + kernels::kRowAlignment);
    }
    return buffer.data();
}

}  // namespace

Flow::Flow(Values& values, const Config& config)
    : m_latent(static_cast<std::size_t>(config.flowSize)), m_hidden(static_cast<std::size_t>(config.hiddenSize)) {
    const std::int64_t hidden = config.hiddenSize;
    const std::int64_t half = config.flowSize / 2;
    for (std::int64_t i = config.flows - 1; i >= 0; --i) {
        const std::string prefix = "flow.flows." + std::to_string(i) + ".";
        const std::string net = prefix + "wavenet.";
        Coupling coupling;
        coupling.flipped = RowQueue(m_latent, 0);
        coupling.skipped = RowQueue(m_hidden, 0);
        coupling.expand = convolution(values, prefix + "conv_pre", {.in = half, .out = hidden});
        coupling.project = convolution(values, prefix + "conv_post", {.in = hidden, .out = half});
        std::int64_t dilation = 1;
        for (std::int64_t l = 0; l < config.waveNetLayers; ++l, dilation *= config.waveNetDilationRate) {
            const std::string index = "." + std::to_string(l);
            const bool last = l + 1 == config.waveNetLayers;
            Layer layer;
            layer.gates =
                convolution(values, net + "in_layers" + index,
                            {.in = hidden, .out = 2 * hidden, .kernel = config.waveNetKernel, .dilation = dilation});
            layer.input = RowQueue(m_hidden, before(layer.gates));
            // One layer in the checkpoint; residual and skip have different readers.
            const std::string name = net + "res_skip_layers" + index;
            const std::int64_t out = last ? hidden : 2 * hidden;
            const Floats weight = values.weight(name, {out, hidden, 1});
            const Floats bias = values.tensor(name + ".bias", {out});
            const kernels::ConvolutionShape shape{m_hidden, m_hidden};
            if (!weight.empty() && !bias.empty()) {
                if (!last) {
                    layer.residual = Convolution(shape, std::span(weight).first(m_hidden * m_hidden),
                                                 std::span(bias).first(m_hidden));
                }
                layer.skip =
                    Convolution(shape, std::span(weight).last(m_hidden * m_hidden), std::span(bias).last(m_hidden));
            }
            coupling.layers.push_back(std::move(layer));
        }
        if (config.speakerEmbeddingSize > 0) {
            coupling.condition =
                convolution(values, net + "cond_layer",
                            {.in = config.speakerEmbeddingSize, .out = 2 * hidden * config.waveNetLayers});
        }
        m_couplings.push_back(std::move(coupling));
    }
}

std::size_t Flow::lookahead() const {
    std::size_t frames = 0;
    for (const Coupling& coupling : m_couplings) {
        for (const Layer& layer : coupling.layers) {
            frames += after(layer.gates);
        }
    }
    return frames;
}

void Flow::begin(kernels::WorkerPool& pool, std::span<const float> speaker) {
    for (Coupling& coupling : m_couplings) {
        coupling.flipped.clear();
        coupling.skipped.clear();
        coupling.skips = 0;
        Floats condition;
        if (!speaker.empty()) {
            Output output;
            output.valuesStride = kernels::paddedChannels(coupling.condition.shape().out);
            output.values = room(condition, 1, output.valuesStride);
            coupling.condition.run(pool, speaker.data(), speaker.size(), 1, output);
        }
        const float* added = condition.data();
        for (Layer& layer : coupling.layers) {
            layer.input.clear();
            layer.bias.assign(layer.gates.bias().begin(), layer.gates.bias().end());
            for (std::size_t c = 0; added != nullptr && c < 2 * m_hidden; ++c) {
                layer.bias[c] += *added++;
            }
        }
    }
}

void Flow::advance(kernels::WorkerPool& pool, Coupling& coupling) {
    Layer& first = coupling.layers.front();
    if (!first.input.finished()) {
        const std::int64_t from = first.input.end();
        const auto rows = static_cast<std::size_t>(coupling.flipped.end() - from);
        Output output;
        output.values = first.input.append(rows);
        output.valuesStride = first.input.stride();
        coupling.expand.run(pool, coupling.flipped.row(from), coupling.flipped.stride(), rows, output);
        if (coupling.flipped.finished()) {
            first.input.finish(first.input.end());
        }
    }
    for (std::size_t i = 0; i < coupling.layers.size(); ++i) {
        Layer& layer = coupling.layers[i];
        Layer* next = i + 1 < coupling.layers.size() ? &coupling.layers[i + 1] : nullptr;
        const auto half = static_cast<std::int64_t>(before(layer.gates));
        const std::int64_t from = next != nullptr ? next->input.end() : coupling.skips;
        const std::int64_t ready = layer.input.readyFor(after(layer.gates));
        const auto rows = static_cast<std::size_t>(ready - from);
        if (rows > 0) {
            Output gates;
            gates.valuesStride = kernels::paddedChannels(2 * m_hidden);
            gates.values = room(m_gates, rows, gates.valuesStride);
            layer.gates.run(pool, layer.input.row(from - half), layer.input.stride(), rows, gates, layer.bias.data());
            const std::size_t stride = kernels::paddedChannels(m_hidden);
            float* gated = room(m_gated, rows, stride);
            kernels::gate(pool, gates.values, gates.valuesStride, rows, m_hidden, gated, stride);

            Output skip;
            skip.valuesStride = coupling.skipped.stride();
            skip.accumulate = i > 0;
            skip.values = i > 0 ? coupling.skipped.row(from) : coupling.skipped.append(rows);
            layer.skip.run(pool, gated, stride, rows, skip);
            if (next != nullptr) {
                Output residual;
                residual.residual = layer.input.row(from);
                residual.residualStride = layer.input.stride();
                residual.values = next->input.append(rows);
                residual.valuesStride = next->input.stride();
                layer.residual.run(pool, gated, stride, rows, residual);
            } else {
                coupling.skips = ready;
            }
            layer.input.keepFrom(ready - half);
        }
        if (next != nullptr && layer.input.finished() && !next->input.finished()) {
            next->input.finish(next->input.end());
        }
    }
}

void Flow::advance(kernels::WorkerPool& pool, RowQueue& latents) {
    const std::size_t half = m_latent / 2;
    for (std::size_t i = 0; i < m_couplings.size(); ++i) {
        Coupling& coupling = m_couplings[i];
        RowQueue& result = i + 1 < m_couplings.size() ? m_couplings[i + 1].flipped : latents;
        advance(pool, coupling);
        const std::int64_t from = result.end();
        const auto rows = static_cast<std::size_t>(coupling.skips - from);
        if (rows > 0) {
            Output output;
            output.valuesStride = kernels::paddedChannels(half);
            output.values = room(m_means, rows, output.valuesStride);
            coupling.project.run(pool, coupling.skipped.row(from), coupling.skipped.stride(), rows, output);
            float* row = result.append(rows);
            for (std::size_t r = 0; r < rows; ++r, row += result.stride()) {
                const float* x = coupling.flipped.row(from + static_cast<std::int64_t>(r));
                const float* mean = output.values + r * output.valuesStride;
                std::copy_n(x, half, row);
                for (std::size_t c = 0; c < half; ++c) {
                    row[half + c] = x[half + c] - mean[c];
                }
                if (&result != &latents) {
                    std::reverse(row, row + m_latent);
                }
            }
            coupling.skipped.keepFrom(coupling.skips);
            coupling.flipped.keepFrom(coupling.skips);
        }
        if (coupling.layers.back().input.finished() && !result.finished()) {
            result.finish(result.end());
        }
    }
}

}  // namespace parlando::engine::vits
