#include "engine/libtorch/vits/decoder.h"

namespace parlando::engine::libtorch::vits {
namespace {

constexpr std::int64_t kOuterKernel = 7;
// The published models were trained with this slope before the last convolution, whatever config.json says.
constexpr double kLastSlope = 0.01;

}  // namespace

Decoder::Decoder(Weights& weights, const Config& config) : m_slope(config.leakyReluSlope) {
    std::int64_t channels = config.upsampleChannels;
    m_first =
        convolution(weights, "decoder.conv_pre", {.in = config.flowSize, .out = channels, .kernel = kOuterKernel});
    if (config.speakerEmbeddingSize > 0) {
        m_condition = convolution(weights, "decoder.cond", {.in = config.speakerEmbeddingSize, .out = channels});
    }
    std::size_t blockIndex = 0;
    for (std::size_t i = 0; i < config.upsampleRates.size(); ++i) {
        const std::string upsampler = "decoder.upsampler." + std::to_string(i);
        const std::int64_t in = channels;
        // Halved from the original in every stage, as the published layout does it, odd sizes included.
        channels = config.upsampleChannels >> (i + 1);
        const std::int64_t rate = config.upsampleRates[i];
        const std::int64_t kernel = config.upsampleKernels[i];
        Stage stage{{weights.weight(upsampler, {in, channels, kernel}), weights.tensor(upsampler + ".bias", {channels}),
                     rate, (kernel - rate) / 2},
                    {}};
        for (std::size_t k = 0; k < config.resblockKernels.size(); ++k, ++blockIndex) {
            const std::string prefix = "decoder.resblocks." + std::to_string(blockIndex) + ".";
            ResidualBlock block;
            for (std::size_t d = 0; d < config.resblockDilations[k].size(); ++d) {
                ConvolutionShape shape{.in = channels, .out = channels, .kernel = config.resblockKernels[k]};
                const bool pairs = config.residualBlock == parlando::engine::vits::ResidualBlock::pairs;
                if (pairs) {
                    block.plain.push_back(convolution(weights, prefix + "convs2." + std::to_string(d), shape));
                }
                shape.dilation = config.resblockDilations[k][d];
                block.dilated.push_back(
                    convolution(weights, prefix + (pairs ? "convs1." : "convs.") + std::to_string(d), shape));
            }
            stage.blocks.push_back(std::move(block));
        }
        m_stages.push_back(std::move(stage));
    }
    m_last =
        convolution(weights, "decoder.conv_post", {.in = channels, .out = 1, .kernel = kOuterKernel, .bias = Bias::no});
}

at::Tensor Decoder::run(const ResidualBlock& block, const at::Tensor& input) const {
    at::Tensor hidden = input;
    for (std::size_t i = 0; i < block.dilated.size(); ++i) {
        at::Tensor change = block.dilated[i](at::leaky_relu(hidden, m_slope));
        if (!block.plain.empty()) {
            change = block.plain[i](at::leaky_relu_(change, m_slope));
        }
        hidden = change.add_(hidden);
    }
    return hidden;
}

at::Tensor Decoder::operator()(const at::Tensor& latents, const at::Tensor& speaker, const Trace& trace) const {
    at::Tensor hidden = m_first(latents);
    if (trace) {
        trace("decoder_conv_pre", hidden);
    }
    if (speaker.defined()) {
        hidden = hidden + m_condition(speaker);
    }
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        const Upsampler& upsampler = m_stages[i].upsampler;
        hidden = at::conv_transpose1d(at::leaky_relu(hidden, m_slope), upsampler.weight, upsampler.bias, upsampler.rate,
                                      upsampler.padding);
        if (trace && i == 0) {
            trace("decoder_up0", hidden);
        }
        at::Tensor sum;
        for (const ResidualBlock& block : m_stages[i].blocks) {
            const at::Tensor out = run(block, hidden);
            sum = sum.defined() ? sum.add_(out) : out;
        }
        hidden = sum.div_(static_cast<double>(m_stages[i].blocks.size()));
        if (trace && i == 0) {
            trace("decoder_stage0_leaky", at::leaky_relu(hidden, m_slope));
        }
    }
    return at::tanh(m_last(at::leaky_relu(hidden, kLastSlope)));
}

}  // namespace parlando::engine::libtorch::vits
