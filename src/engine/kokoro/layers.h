#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/kernels/adaptive_norm.h"
#include "engine/kernels/convolution.h"
#include "engine/layers.h"
#include "engine/values.h"

// The layers that Kokoro is made of, on rows of channels (kernels/convolution.h). Sizes come from the tensors: a
// constructor is told what the layers before it give and finds out the rest.
namespace parlando::engine::kokoro {

inline constexpr std::int64_t kAny = Values::kAny;

// How many parts prefix0., prefix1., … there are.
std::size_t countParts(const Values& values, const std::string& prefix);

inline std::int64_t outputs(const kernels::Convolution& layer) {
    return static_cast<std::int64_t>(layer.shape().out);
}

struct FileShape {
    std::int64_t in = 0;
    std::int64_t out = kAny;
    std::int64_t kernel = kAny;
    std::int64_t dilation = 1;
    Bias bias = Bias::yes;
    // Most of Kokoro's weights are in layers that take little of its time.
    kernels::Packing packing = kernels::Packing::small;
};
// `prefix`.weight [out, in, kernel] and `prefix`.bias. Keeps the length: an even kernel is refused.
kernels::Convolution readConvolution(Values& values, const std::string& prefix, const FileShape& shape);
// `prefix`.weight [out, in] and `prefix`.bias.
kernels::Convolution readLinear(Values& values, const std::string& prefix, std::int64_t in, std::int64_t out = kAny);

// The rows of both beside each other.
Rows beside(const Rows& left, const Rows& right);
// Row i of `rows` as often as counts[i] says.
Rows repeated(const Rows& rows, std::span<const std::int64_t> counts);

// A bidirectional LSTM (Hochreiter and Schmidhuber, 1997) of one layer.
class Lstm {
public:
    Lstm() = default;
    Lstm(Values& values, const std::string& prefix, std::int64_t in);

    std::int64_t outputs() const { return 2 * static_cast<std::int64_t>(m_units); }
    Rows operator()(kernels::WorkerPool& pool, const Rows& input) const;

private:
    struct Direction {
        kernels::Convolution fromInput;  // to the four gates
        kernels::Convolution fromState;
    };
    void walk(const Direction& direction, bool backwards, Rows& gates, Rows& result) const;

    std::array<Direction, 2> m_directions;
    std::size_t m_units = 0;
};

// Instance normalisation whose scale and shift the style chooses (Huang and Belongie, "Arbitrary Style Transfer in
// Real-time with Adaptive Instance Normalization", 2017).
class AdaptiveNorm {
public:
    AdaptiveNorm() = default;
    AdaptiveNorm(Values& values, const std::string& prefix, std::int64_t channels, std::int64_t styleSize);

    kernels::ChannelLines lines(kernels::WorkerPool& pool, const Rows& input, std::span<const float> style) const;

private:
    kernels::Convolution m_style;  // to 2 * channels
    kernels::Floats m_weight;      // [channels] or empty: 1
    kernels::Floats m_bias;        // [channels] or empty: 0
};

// The residual block of StyleTTS 2's predictor and decoder; one with a `pool` doubles the length.
class ResidualBlock {
public:
    ResidualBlock(Values& values, const std::string& prefix, std::int64_t in, std::int64_t styleSize);

    std::int64_t outputs() const { return kokoro::outputs(m_second); }
    bool doubles() const { return !m_poolWeight.empty(); }
    Rows operator()(kernels::WorkerPool& pool, const Rows& input, std::span<const float> style) const;

private:
    Rows doubled(const Rows& input) const;

    AdaptiveNorm m_firstNorm, m_secondNorm;
    kernels::Convolution m_first, m_second;
    kernels::Convolution m_shortcut;  // empty where input and output have the same channels
    kernels::Floats m_poolWeight;     // [channels, taps]; empty: the length stays
    kernels::Floats m_poolBias;
};

// The residual block of the generator: pairs of convolutions with Snake before each.
class SnakeBlock {
public:
    // `dilations` of the first convolution of each pair; the file has as many pairs.
    SnakeBlock(Values& values, const std::string& prefix, std::int64_t channels, std::int64_t styleSize,
               const std::vector<std::int64_t>& dilations);

    // The results of the pairs go to `work`, which may be `input`, and that of the last one to `last`; its residual is
    // set here. `between` is for what is between the two of a pair.
    void run(kernels::WorkerPool& pool, const Rows& input, std::span<const float> style, Rows& work, Rows& between,
             kernels::Output last) const;

private:
    struct Half {
        AdaptiveNorm norm;
        kernels::SnakeSlopes slopes;
        kernels::Convolution convolution;
    };
    std::vector<Half> m_halves;  // two by two
};

}  // namespace parlando::engine::kokoro
