#pragma once

#include <cstddef>
#include <span>

#include "engine/kernels/worker_pool.h"

// What models do between convolutions, on rows of channels (convolution.h). Strides are in floats and at least
// paddedChannels(channels); the surplus of a row may be overwritten. Approximations are within 1e-6 of exact.
namespace parlando::engine::kernels {

// The gate of a WaveNet: result[c] = tanh(input[c]) * sigmoid(input[channels + c]).
void gate(WorkerPool& pool, const float* input, std::size_t inputStride, std::size_t rows, std::size_t channels,
          float* result, std::size_t resultStride);

// Layer normalisation over the channels of each row, in place.
void normaliseRows(float* values, std::size_t stride, std::size_t rows, std::span<const float> weight,
                   std::span<const float> bias, double epsilon);

// exp(x) divided by the sum of the row's, in place.
void softmaxRows(float* values, std::size_t stride, std::size_t rows, std::size_t columns);

// x * Φ(x), the Gaussian error linear unit, in place.
void gelu(std::span<float> values);

// In place.
void tanh(std::span<float> values);

}  // namespace parlando::engine::kernels
