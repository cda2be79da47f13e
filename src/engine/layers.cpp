#include "engine/layers.h"

#include <algorithm>
#include <exception>

#include "engine/kernels/elementwise.h"

namespace parlando::engine {
namespace {

kernels::ConvolutionShape sizes(const LayerShape& shape) {
    return {static_cast<std::size_t>(shape.in), static_cast<std::size_t>(shape.out),
            static_cast<std::size_t>(shape.kernel), static_cast<std::size_t>(shape.dilation)};
}

}  // namespace

kernels::Convolution convolution(Values& values, const std::string& prefix, const LayerShape& shape) {
    const kernels::Floats weight = values.weight(prefix, {shape.out, shape.in, shape.kernel});
    const kernels::Floats bias =
        shape.bias == Bias::yes ? values.tensor(prefix + ".bias", {shape.out}) : kernels::Floats();
    return {sizes(shape), weight, bias};
}

kernels::Convolution linear(Values& values, const std::string& prefix, std::int64_t in, std::int64_t out) {
    const kernels::Floats weight = values.tensor(prefix + ".weight", {out, in});
    return {sizes({.in = in, .out = out}), weight, values.tensor(prefix + ".bias", {out})};
}

ChannelNorm channelNorm(Values& values, const std::string& prefix, std::int64_t channels, double epsilon) {
    return {values.tensor(prefix + ".weight", {channels}), values.tensor(prefix + ".bias", {channels}), epsilon};
}

void buildTogether(kernels::WorkerPool& pool, Values& values, std::span<const BuildPart> parts) {
    std::vector<Values> found(parts.size(), values.part());
    std::vector<std::exception_ptr> thrown(parts.size());
    pool.run(parts.size(), [&](std::size_t i) {
        try {
            parts[i](found[i]);
        } catch (...) {
            thrown[i] = std::current_exception();
        }
    });
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (thrown[i]) {
            std::rethrow_exception(thrown[i]);
        }
        values.join(found[i]);
    }
}

std::vector<float> Rows::packed() const {
    std::vector<float> values;
    values.reserve(m_count * m_channels);
    for (std::size_t i = 0; i < m_count; ++i) {
        values.insert(values.end(), row(i), row(i) + m_channels);
    }
    return values;
}

void Rows::normalise(const ChannelNorm& norm) {
    kernels::normaliseRows(row(0), m_stride, m_count, norm.weight, norm.bias, norm.epsilon);
}

kernels::Output into(Rows& rows) {
    kernels::Output output;
    output.values = rows.row(0);
    output.valuesStride = rows.stride();
    return output;
}

kernels::Output rectified(Rows& rows) {
    kernels::Output output;
    output.activated = rows.row(0);
    output.activatedStride = rows.stride();
    return output;
}

void apply(kernels::WorkerPool& pool, const kernels::Convolution& layer, const Rows& input,
           const kernels::Output& output) {
    layer.run(pool, input.row(0) - before(layer) * input.stride(), input.stride(), input.count(), output);
}

}  // namespace parlando::engine
