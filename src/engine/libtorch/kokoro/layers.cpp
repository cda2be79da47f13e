#include "engine/libtorch/kokoro/layers.h"

#include <cmath>
#include <utility>

namespace parlando::engine::libtorch::kokoro {
namespace {

constexpr double kLeakySlope = 0.2;
constexpr std::int64_t kStyleKernel = 3;  // of the residual blocks
constexpr double kNormEpsilon = 1e-5;

}  // namespace

std::size_t countParts(const Weights& weights, const std::string& prefix) {
    std::size_t count = 0;
    while (weights.hasPart(prefix + std::to_string(count) + ".")) {
        ++count;
    }
    return count;
}

Linear::Linear(Weights& weights, const std::string& prefix, std::int64_t in, std::int64_t out)
    : weight(weights.tensor(prefix + ".weight", {out, in})),
      bias(weights.tensor(prefix + ".bias", {extent(weight, 0)})) {}

Convolution::Convolution(Weights& weights, const std::string& prefix, const Shape& shape, std::int64_t spread)
    : weight(weights.weight(prefix, {shape.out, shape.in, shape.kernel})), dilation(spread) {
    if (shape.bias == Bias::yes) {
        bias = weights.tensor(prefix + ".bias", {extent(weight, 0)});
    }
    if (weight.defined() && weight.size(2) % 2 == 0) {
        weights.reject(prefix + ".weight", "its kernel has an even size");
    }
    padding = (extent(weight, 2) - 1) * dilation / 2;
}

at::Tensor Convolution::operator()(const at::Tensor& input) const {
    // Named lists: conv1d has a second overload that takes a text for the padding.
    const at::IntArrayRef padded(padding);
    return at::conv1d(input, weight, bias, at::IntArrayRef(stride), padded, at::IntArrayRef(dilation), 1);
}

at::Tensor TransposedConvolution::operator()(const at::Tensor& input) const {
    return at::conv_transpose1d(input, weight, bias, rate, padding, outputPadding, groups);
}

Lstm::Lstm(Weights& weights, const std::string& prefix, std::int64_t in) {
    for (const char* direction : {"", "_reverse"}) {
        parameters.push_back(weights.tensor(prefix + ".weight_ih_l0" + direction, {kAny, in}));
        units = extent(parameters.front(), 0) / 4;
        const std::int64_t gates = 4 * units;
        parameters.push_back(weights.tensor(prefix + ".weight_hh_l0" + direction, {gates, units}));
        parameters.push_back(weights.tensor(prefix + ".bias_ih_l0" + direction, {gates}));
        parameters.push_back(weights.tensor(prefix + ".bias_hh_l0" + direction, {gates}));
    }
}

at::Tensor Lstm::operator()(const at::Tensor& input) const {
    const at::Tensor zeros = at::zeros({2, 1, units}, input.options());
    const auto [output, hidden, cell] =
        at::lstm(input.unsqueeze(1), {zeros, zeros}, parameters, /*has_biases=*/true, /*num_layers=*/1,
                 /*dropout=*/0.0, /*train=*/false, /*bidirectional=*/true, /*batch_first=*/false);
    return output.squeeze(1);
}

AdaptiveNorm::AdaptiveNorm(Weights& weights, const std::string& prefix, std::int64_t channels, std::int64_t styleSize)
    : m_style(weights, prefix + ".fc", styleSize, 2 * channels) {
    // The published checkpoint has none of these; files that were saved by later programs do.
    if (weights.hasPart(prefix + ".norm.")) {
        m_weight = weights.tensor(prefix + ".norm.weight", {channels});
        m_bias = weights.tensor(prefix + ".norm.bias", {channels});
    }
}

AdaptiveNorm::Affine AdaptiveNorm::affine(const at::Tensor& style) const {
    const std::vector<at::Tensor> halves = m_style(style).flatten().chunk(2);
    const at::Tensor scale = halves[0] + 1.0;
    if (!m_weight.defined()) {
        return {scale, halves[1]};
    }
    return {scale * m_weight, scale * m_bias + halves[1]};
}

at::Tensor AdaptiveNorm::normalise(const at::Tensor& input, const at::Tensor& style) const {
    const Affine line = affine(style);
    return at::instance_norm(input, line.scale, line.shift, {}, {}, /*use_input_stats=*/true, /*momentum=*/0.0,
                             kNormEpsilon, /*cudnn_enabled=*/true);
}

at::Tensor AdaptiveNorm::snake(const at::Tensor& input, const at::Tensor& style, const at::Tensor& alpha) const {
    at::Tensor hidden = normalise(input, style);
    const at::Tensor slopes = alpha.view({1, -1, 1});
    return hidden.add_(hidden.mul(slopes).sin_().square_().div_(slopes));
}

at::Tensor AdaptiveNorm::leaky(const at::Tensor& input, const at::Tensor& style) const {
    at::Tensor hidden = normalise(input, style);
    return at::leaky_relu_(hidden, kLeakySlope);
}

ResidualBlock::ResidualBlock(Weights& weights, const std::string& prefix, std::int64_t in, std::int64_t styleSize)
    : m_firstNorm(weights, prefix + ".norm1", in, styleSize),
      m_first(weights, prefix + ".conv1", {.in = in, .kernel = kStyleKernel}) {
    const std::int64_t out = extent(m_first.weight, 0);
    m_secondNorm = AdaptiveNorm(weights, prefix + ".norm2", out, styleSize);
    m_second = Convolution(weights, prefix + ".conv2", {.in = out, .out = out, .kernel = kStyleKernel});
    if (in != out) {
        m_shortcut = Convolution(weights, prefix + ".conv1x1", {.in = in, .out = out, .kernel = 1, .bias = Bias::no});
    }
    if (weights.hasPart(prefix + ".pool.")) {
        m_pool = {weights.weight(prefix + ".pool", {in, 1, kStyleKernel}),
                  weights.tensor(prefix + ".pool.bias", {in}),
                  /*rate=*/2,
                  /*padding=*/1,
                  /*outputPadding=*/1,
                  /*groups=*/in};
    }
}

at::Tensor ResidualBlock::operator()(const at::Tensor& input, const at::Tensor& style) const {
    at::Tensor change = m_firstNorm.leaky(input, style);
    if (doubles()) {
        change = m_pool(change);
    }
    change = m_second(m_secondNorm.leaky(m_first(change), style));
    // Repeated values before a convolution of one value or after it: the same, and half the work.
    at::Tensor shortcut = m_shortcut.weight.defined() ? m_shortcut(input) : input;
    if (doubles()) {
        shortcut = at::repeat_interleave(shortcut, 2, 2);
    }
    return change.add_(shortcut).mul_(std::sqrt(0.5));
}

SnakeBlock::SnakeBlock(Weights& weights, const std::string& prefix, std::int64_t channels, std::int64_t styleSize,
                       const std::vector<std::int64_t>& dilations) {
    for (std::size_t i = 0; i < dilations.size(); ++i) {
        for (const char* part : {"1", "2"}) {
            const std::string index = std::string(part) + "." + std::to_string(i);
            Half half;
            half.norm = AdaptiveNorm(weights, prefix + ".adain" + index, channels, styleSize);
            const at::Tensor alpha = weights.tensor(prefix + ".alpha" + index, {1, channels, 1});
            half.alpha = alpha.defined() ? alpha.flatten() : alpha;
            half.convolution = Convolution(weights, prefix + ".convs" + index, {.in = channels, .out = channels},
                                           *part == '1' ? dilations[i] : 1);
            m_halves.push_back(std::move(half));
        }
    }
}

at::Tensor SnakeBlock::operator()(const at::Tensor& input, const at::Tensor& style) const {
    at::Tensor hidden = input;
    for (std::size_t i = 0; i < m_halves.size(); i += 2) {
        at::Tensor change = hidden;
        for (std::size_t j = i; j < i + 2; ++j) {
            const Half& half = m_halves[j];
            change = half.convolution(half.norm.snake(change, style, half.alpha));
        }
        hidden = change.add_(hidden);
    }
    return hidden;
}

}  // namespace parlando::engine::libtorch::kokoro
