#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "engine/kokoro/config.h"
#include "engine/libtorch/weights.h"

// The layers that Kokoro is made of, for a batch of one: [1, channels, length] unless said otherwise. Sizes come from
// the tensors: a constructor is told what the layers before it give and finds out the rest.
namespace parlando::engine::libtorch::kokoro {

using Config = parlando::engine::kokoro::Config;

inline constexpr std::int64_t kAny = Weights::kAny;

// A dimension of a weight; 0 of one that could not be read.
inline std::int64_t extent(const at::Tensor& tensor, std::int64_t dimension) {
    return tensor.defined() ? tensor.size(dimension) : 0;
}

// How many parts prefix0., prefix1., … there are.
std::size_t countParts(const Weights& weights, const std::string& prefix);

enum class Bias { no, yes };

struct Linear {
    at::Tensor weight;  // [out, in]
    at::Tensor bias;    // [out]

    Linear() = default;
    Linear(Weights& weights, const std::string& prefix, std::int64_t in, std::int64_t out = kAny);
    at::Tensor operator()(const at::Tensor& input /* [..., in] */) const { return at::linear(input, weight, bias); }
};

struct Convolution {
    at::Tensor weight;  // [out, in, kernel]
    at::Tensor bias;    // [out] or undefined
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    std::int64_t dilation = 1;

    struct Shape {
        std::int64_t in = 0;
        std::int64_t out = kAny;
        std::int64_t kernel = kAny;
        Bias bias = Bias::yes;
    };
    Convolution() = default;
    // Keeps the length: an even kernel is refused.
    Convolution(Weights& weights, const std::string& prefix, const Shape& shape, std::int64_t dilation = 1);
    at::Tensor operator()(const at::Tensor& input) const;
};

// A convolution that makes `rate` values of each.
struct TransposedConvolution {
    at::Tensor weight;  // [in, out / groups, kernel]
    at::Tensor bias;    // [out]
    std::int64_t rate = 1;
    std::int64_t padding = 0;
    std::int64_t outputPadding = 0;
    std::int64_t groups = 1;

    at::Tensor operator()(const at::Tensor& input) const;
};

// A bidirectional LSTM (Hochreiter and Schmidhuber, 1997) of one layer: [length, in] to [length, 2 * units].
struct Lstm {
    std::vector<at::Tensor> parameters;
    std::int64_t units = 0;

    Lstm() = default;
    Lstm(Weights& weights, const std::string& prefix, std::int64_t in);
    std::int64_t outputs() const { return 2 * units; }
    at::Tensor operator()(const at::Tensor& input) const;
};

// Over the last dimension.
struct LayerNorm {
    at::Tensor weight;  // [size]
    at::Tensor bias;
    double epsilon = 1e-5;

    at::Tensor operator()(const at::Tensor& input) const {
        return at::layer_norm(input, weight.sizes(), weight, bias, epsilon);
    }
};

// Instance normalisation whose scale and shift the style chooses (Huang and Belongie, "Arbitrary Style Transfer in
// Real-time with Adaptive Instance Normalization", 2017), with the activation that follows it everywhere.
class AdaptiveNorm {
public:
    AdaptiveNorm() = default;
    AdaptiveNorm(Weights& weights, const std::string& prefix, std::int64_t channels, std::int64_t styleSize);

    // `style` is [1, style size], `alpha` [channels].
    at::Tensor snake(const at::Tensor& input, const at::Tensor& style, const at::Tensor& alpha) const;
    at::Tensor leaky(const at::Tensor& input, const at::Tensor& style) const;

private:
    struct Affine {
        at::Tensor scale;  // [channels]
        at::Tensor shift;
    };
    Affine affine(const at::Tensor& style) const;
    at::Tensor normalise(const at::Tensor& input, const at::Tensor& style) const;

    Linear m_style;       // to 2 * channels
    at::Tensor m_weight;  // [channels] or undefined: 1
    at::Tensor m_bias;    // [channels] or undefined: 0
};

// The residual block of StyleTTS 2's predictor and decoder; one with a `pool` doubles the length.
class ResidualBlock {
public:
    ResidualBlock(Weights& weights, const std::string& prefix, std::int64_t in, std::int64_t styleSize);

    std::int64_t outputs() const { return extent(m_second.weight, 0); }
    bool doubles() const { return m_pool.weight.defined(); }
    at::Tensor operator()(const at::Tensor& input, const at::Tensor& style) const;

private:
    AdaptiveNorm m_firstNorm, m_secondNorm;
    Convolution m_first, m_second;
    Convolution m_shortcut;        // undefined where input and output have the same channels
    TransposedConvolution m_pool;  // undefined: the length stays
};

// The residual block of the generator: pairs of convolutions with Snake before each.
class SnakeBlock {
public:
    // `dilations` of the first convolution of each pair; the file has as many pairs.
    SnakeBlock(Weights& weights, const std::string& prefix, std::int64_t channels, std::int64_t styleSize,
               const std::vector<std::int64_t>& dilations);

    at::Tensor operator()(const at::Tensor& input, const at::Tensor& style) const;

private:
    struct Half {
        AdaptiveNorm norm;
        at::Tensor alpha;  // [channels]
        Convolution convolution;
    };
    std::vector<Half> m_halves;  // two by two
};

}  // namespace parlando::engine::libtorch::kokoro
