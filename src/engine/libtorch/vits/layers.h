#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <ATen/ATen.h>

#include "engine/libtorch/weights.h"
#include "engine/vits/model.h"

// The layers that VITS is made of, for a batch of one: [1, channels, length] unless said otherwise.
namespace parlando::engine::libtorch::vits {

using parlando::engine::vits::Config;
using parlando::engine::vits::NoiseKind;

// Standard normal noise of `shape`, F32 on any device; asked for only where its scale is not 0.
using NoiseSource = std::function<at::Tensor(NoiseKind kind, at::IntArrayRef shape)>;
// Sees each intermediate result under the name that the parity fixtures use, [1, channels, length] or, in the text
// encoder, [1, symbols, channels].
using Trace = std::function<void(std::string_view stage, const at::Tensor& value)>;

enum class Bias { no, yes };

struct Convolution {
    static constexpr std::int64_t kStride = 1;
    at::Tensor weight;  // [out, in / groups, kernel]
    at::Tensor bias;    // [out] or undefined
    std::int64_t dilation = 1;
    std::int64_t groups = 1;

    // An odd kernel keeps the length; an even one is padded one less on the left (text encoder only).
    at::Tensor operator()(const at::Tensor& input) const {
        const std::int64_t span = (weight.size(2) - 1) * dilation;
        if (span % 2 == 0) {
            return convolve(input, span / 2);
        }
        return convolve(at::constant_pad_nd(input, {span / 2, span - span / 2}), 0);
    }

private:
    at::Tensor convolve(const at::Tensor& input, std::int64_t padding) const {
        // Named lists: conv1d has a second overload that takes a text for the padding.
        const at::IntArrayRef padded(padding);
        return at::conv1d(input, weight, bias, at::IntArrayRef(kStride), padded, at::IntArrayRef(dilation), groups);
    }
};

struct ConvolutionShape {
    std::int64_t in = 0;
    std::int64_t out = 0;
    std::int64_t kernel = 1;
    std::int64_t dilation = 1;
    std::int64_t groups = 1;
    Bias bias = Bias::yes;
};

inline Convolution convolution(Weights& weights, const std::string& prefix, const ConvolutionShape& shape) {
    Convolution layer;
    layer.weight = weights.weight(prefix, {shape.out, shape.in / shape.groups, shape.kernel});
    if (shape.bias == Bias::yes) {
        layer.bias = weights.tensor(prefix + ".bias", {shape.out});
    }
    layer.dilation = shape.dilation;
    layer.groups = shape.groups;
    return layer;
}

// Layer normalisation over the channels.
struct ChannelNorm {
    at::Tensor weight;  // [channels]
    at::Tensor bias;
    double epsilon = 1e-5;

    at::Tensor operator()(const at::Tensor& input) const {
        return at::layer_norm(input.transpose(1, 2), weight.sizes(), weight, bias, epsilon).transpose(1, 2);
    }
};

inline ChannelNorm channelNorm(Weights& weights, const std::string& prefix, std::int64_t channels,
                               double epsilon = 1e-5) {
    return {weights.tensor(prefix + ".weight", {channels}), weights.tensor(prefix + ".bias", {channels}), epsilon};
}

}  // namespace parlando::engine::libtorch::vits
