#pragma once

#include <span>

#include "engine/kernels/convolution.h"

namespace parlando::engine::kernels {

// A transposed convolution with stride `rate` as a plain one: result row q = u * rate + phase sums input row u - j
// times weight[phase + j * rate], so that all phases of u are the channels of one row, each phase in paddedChannels().
// `weight` is [in][out][kernel] as checkpoints have it; without weights or bias the convolution is empty.
Convolution transposedConvolution(const ConvolutionShape& shape, std::size_t rate, std::span<const float> weight,
                                  std::span<const float> bias);

}  // namespace parlando::engine::kernels
