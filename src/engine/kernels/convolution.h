#pragma once

#include <cstddef>
#include <span>

#include "engine/kernels/aligned.h"
#include "engine/kernels/worker_pool.h"

// One-dimensional convolutions on the CPU, for a batch of one with the channels last: an activation is a matrix of
// rows (one for each position in time) with the channels next to each other.
namespace parlando::engine::kernels {

struct ConvolutionShape {
    std::size_t in = 1;
    std::size_t out = 1;
    std::size_t kernel = 1;
    std::size_t dilation = 1;
};

// Where the rows of a result go and what is done with them on the way, in this order:
//   x = convolution + bias (+ residual) (+ what `values` holds, if `accumulate`), x *= scale,
//   values = x, activated = max(x, 0) + slope * min(x, 0).
// Strides are in floats and at least paddedChannels(out); pointers may be null.
struct Output {
    float* values = nullptr;
    std::size_t valuesStride = 0;
    float* activated = nullptr;
    std::size_t activatedStride = 0;
    float slope = 0.0F;  // 0: the rectifier (ReLU); between 0 and 1: its leaky kin
    const float* residual = nullptr;
    std::size_t residualStride = 0;
    bool accumulate = false;
    bool keepValues = true;  // false: what `values` holds is only added
    float scale = 1.0F;
};

// Kernels of at least 3 taps over whole vectors of channels are computed with fewer multiplications (minimal_filter.h).
struct MinimalFilter {
    std::size_t points = 0;        // that polynomials are evaluated at; 0: the sum is computed as it is defined
    ConvolutionShape overTiles{};  // the convolution at each point
};

// What weights are packed for: `fast` keeps those of minimal filtering, twice as many, where that pays.
enum class Packing { fast, small };

// The weights of a convolution (cross-correlation, as neural networks have it), packed once for this machine's vectors.
class Convolution {
public:
    Convolution() = default;

    // `weight` is [out][in][kernel] as checkpoints have it, `bias` [out] or empty. Without weights (a checkpoint that
    // lacks them) nothing is packed and nothing may be run.
    Convolution(const ConvolutionShape& shape, std::span<const float> weight, std::span<const float> bias,
                Packing packing = Packing::fast);

    const ConvolutionShape& shape() const { return m_shape; }
    bool empty() const { return m_weight.empty(); }

    // Row r of the result, 0 <= r < rows, is made of the input rows r, r + dilation, … r + (kernel - 1) * dilation,
    // counted from `input`, whose rows are `inputStride` floats apart. `bias` replaces the packed one where it is not
    // null; it has paddedChannels(out) values.
    void run(WorkerPool& pool, const float* input, std::size_t inputStride, std::size_t rows, const Output& output,
             const float* bias = nullptr) const;

    // The packed bias, paddedChannels(out) values.
    std::span<const float> bias() const { return m_bias; }

private:
    ConvolutionShape m_shape;
    MinimalFilter m_filter;
    Floats m_weight;  // point after point; panel after panel of output channels; [kernel][in][channels of the panel]
    Floats m_bias;
};

// result[r] = sum over k and c of weight[k * in + c] * input[r * inputStride + …]: a convolution to one channel without
// dilation, whose window is contiguous where inputStride is `in`. `weight` is [kernel * inputStride], padded with
// zeros.
void convolveToOne(WorkerPool& pool, const float* input, std::size_t inputStride, std::size_t rows,
                   std::span<const float> weight, float bias, float* result);

}  // namespace parlando::engine::kernels
