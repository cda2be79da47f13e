#pragma once

#include <cstddef>
#include <span>

#include "engine/kernels/aligned.h"
#include "engine/kernels/worker_pool.h"

// Adaptive instance normalisation with its activation, on rows of channels (convolution.h):
//
//     y = scale * (x - mean(x)) / sqrt(variance(x) + epsilon) + shift,    out = activation(y)
//
// for each channel over all rows. As single operations this is a dozen passes over memory, and those took more time
// than Kokoro's convolutions. Here it is one for the sums, and one for the rest that a convolution asks for row by row.
namespace parlando::engine::kernels {

inline constexpr float kNormEpsilon = 1e-5F;

// y = factor * (x - mean) + shift for each channel; paddedChannels() values.
struct ChannelLines {
    Floats mean;
    Floats factor;
    Floats shift;
};

// The lines that give each channel of `rows` rows the mean `shift` and the deviation `scale`; both have one value for
// each channel.
ChannelLines normalisingLines(WorkerPool& pool, const float* input, std::size_t stride, std::size_t rows,
                              std::span<const float> scale, std::span<const float> shift);

// Snake's slopes, paddedChannels() values.
struct SnakeSlopes {
    Floats alpha;
    Floats inverse;

    SnakeSlopes() = default;
    explicit SnakeSlopes(std::span<const float> slopes);
};

// Strides are in floats and at least paddedChannels(); `out` may be `in`.
// out = y + sin(alpha * y)^2 / alpha (Ziyin, Hartwig and Ueda, "Neural Networks Fail to Learn Periodic Functions and
// How to Fix It", 2020).
void snakeRows(const float* in, std::size_t inStride, std::size_t rows, const ChannelLines& lines,
               const SnakeSlopes& slopes, float* out, std::size_t outStride);
// out = y where that is positive, slope * y where not.
void leakyRows(const float* in, std::size_t inStride, std::size_t rows, const ChannelLines& lines, float slope,
               float* out, std::size_t outStride);

}  // namespace parlando::engine::kernels
