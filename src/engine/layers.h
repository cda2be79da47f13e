#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/kernels/convolution.h"
#include "engine/values.h"

// The layers that models are made of, on rows of channels (kernels/convolution.h).
namespace parlando::engine {

enum class Bias { no, yes };

struct LayerShape {
    std::int64_t in = 0;
    std::int64_t out = 0;
    std::int64_t kernel = 1;
    std::int64_t dilation = 1;
    Bias bias = Bias::yes;
};

// `prefix`.weight [out, in, kernel] and `prefix`.bias.
kernels::Convolution convolution(Values& values, const std::string& prefix, const LayerShape& shape);

// `prefix`.weight [out, in]: a layer that is the same for each row.
kernels::Convolution linear(Values& values, const std::string& prefix, std::int64_t in, std::int64_t out);

// Inputs that the convolution reads before and after the position of a result. An odd kernel reads as many on both
// sides, an even one (text encoder only) one less before.
inline std::size_t before(const kernels::Convolution& layer) {
    return (layer.shape().kernel - 1) * layer.shape().dilation / 2;
}
inline std::size_t after(const kernels::Convolution& layer) {
    return (layer.shape().kernel - 1) * layer.shape().dilation - before(layer);
}

// Layer normalisation over the channels.
struct ChannelNorm {
    kernels::Floats weight;
    kernels::Floats bias;
    double epsilon = 1e-5;
};
ChannelNorm channelNorm(Values& values, const std::string& prefix, std::int64_t channels, double epsilon = 1e-5);

// A whole sequence, with rows of zeros around it for convolutions.
class Rows {
public:
    Rows(std::size_t count, std::size_t channels, std::size_t zerosBefore = 0, std::size_t zerosAfter = 0)
        : m_count(count),
          m_channels(channels),
          m_stride(kernels::paddedChannels(channels)),
          m_before(zerosBefore),
          m_values((zerosBefore + count + zerosAfter) * m_stride + kernels::kRowAlignment) {}

    std::size_t count() const { return m_count; }
    std::size_t channels() const { return m_channels; }
    std::size_t stride() const { return m_stride; }
    float* row(std::size_t index) { return m_values.data() + (m_before + index) * m_stride; }
    const float* row(std::size_t index) const { return m_values.data() + (m_before + index) * m_stride; }
    std::vector<float> packed() const;  // without surplus

    void normalise(const ChannelNorm& norm);

private:
    std::size_t m_count, m_channels, m_stride, m_before;
    kernels::Floats m_values;
};

// Results go to the rows of `rows`.
kernels::Output into(Rows& rows);
// The same, with what is negative replaced by 0.
kernels::Output rectified(Rows& rows);

// Builds parts of a model at the same time: most of a load is copying and packing weights. What a part finds wrong is
// kept as if they had been built one after the other. Throws what the first of them threw.
using BuildPart = std::function<void(Values& values)>;
void buildTogether(kernels::WorkerPool& pool, Values& values, std::span<const BuildPart> parts);

// The whole sequence through a layer; around `input` lie as many zeros as the layer reads.
void apply(kernels::WorkerPool& pool, const kernels::Convolution& layer, const Rows& input,
           const kernels::Output& output);

}  // namespace parlando::engine
