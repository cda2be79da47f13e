#pragma once

#include <cstddef>

// One channel of adaptive instance normalisation with its activation in one go, for whatever vector unit the processor
// has:
//
//     y = scale * (x - mean(x)) / sqrt(variance(x) + epsilon) + shift,    out = activation(y)
//
// As single operations this is a dozen passes over memory, and those took more time than Kokoro's convolutions.
namespace parlando::engine::kernels {

struct ChannelAffine {
    float scale = 1.0F;
    float shift = 0.0F;
};

inline constexpr float kNormEpsilon = 1e-5F;

// out = y + sin(alpha * y)^2 / alpha (Ziyin, Hartwig and Ueda, "Neural Networks Fail to Learn Periodic Functions and
// How to Fix It", 2020). `out` may be `in`.
void normaliseSnake(const float* in, float* out, std::size_t length, ChannelAffine affine, float alpha);

// out = y where that is positive, slope * y where not. `out` may be `in`.
void normaliseLeaky(const float* in, float* out, std::size_t length, ChannelAffine affine, float slope);

}  // namespace parlando::engine::kernels
