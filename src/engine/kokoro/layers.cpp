#include "engine/kokoro/layers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/kernels/elementwise.h"

namespace parlando::engine::kokoro {
namespace {

using kernels::Convolution;
using kernels::Output;
using kernels::WorkerPool;

constexpr float kLeakySlope = 0.2F;
constexpr std::int64_t kStyleKernel = 3;  // of the residual blocks
// Activated values that are made for a thread's part of a convolution: 256 KiB.
constexpr std::size_t kValuesAtOnce = 64 * 1024;

std::size_t size(const Values::Array& array, std::size_t dimension) {
    return array.shape.empty() ? 0 : static_cast<std::size_t>(array.shape[dimension]);
}

// After another problem this one is not heard of.
void checkNotEmpty(Values& values, const std::string& name, const Values::Array& array) {
    if (array.values.empty()) {
        values.reject(name, "it has no values");
    }
}

Output fromRow(Output output, std::size_t row) {
    const auto forward = [row](auto*& pointer, std::size_t stride) {
        pointer = pointer == nullptr ? nullptr : pointer + row * stride;
    };
    forward(output.values, output.valuesStride);
    forward(output.activated, output.activatedStride);
    forward(output.residual, output.residualStride);
    return output;
}

// The convolution of activated rows, with zeros around them, in pieces: of the activated ones no more than a piece is
// in memory. `activate(from, count, to, stride)` makes so many of them.
template <class Activate>
void convolveActivated(WorkerPool& pool, const Convolution& layer, const Rows& input, const Activate& activate,
                       const Output& output) {
    const std::size_t stride = input.stride();
    const std::size_t count = input.count();
    const std::size_t ahead = before(layer);
    const std::size_t halo = ahead + after(layer);
    constexpr std::size_t kRowsOfTask = 64;
    const std::size_t most = std::max(kRowsOfTask, kValuesAtOnce * pool.threads() / stride);
    const std::size_t pieces = (count + most - 1) / most;
    const std::size_t rows = (count + pieces - 1) / pieces;
    kernels::Floats activated((rows + halo) * stride + kernels::kRowAlignment);
    for (std::size_t first = 0; first < count; first += rows) {
        const std::size_t made = std::min(rows, count - first);
        // Row r of the piece is row first + r - ahead of the sequence.
        const std::size_t begin = ahead - std::min(ahead, first);
        const std::size_t end = std::min(made + halo, count + ahead - first);
        std::fill_n(activated.data(), begin * stride, 0.0F);
        std::fill(activated.data() + end * stride, activated.data() + (made + halo) * stride, 0.0F);
        pool.run((end - begin + kRowsOfTask - 1) / kRowsOfTask, [&](std::size_t index) {
            const std::size_t row = begin + index * kRowsOfTask;
            activate(input.row(first + row - ahead), std::min(kRowsOfTask, end - row), activated.data() + row * stride,
                     stride);
        });
        layer.run(pool, activated.data(), stride, made, fromRow(output, first));
    }
}

// A norm with its activation.
auto leaky(const kernels::ChannelLines& lines) {
    return [&lines](const float* from, std::size_t count, float* to, std::size_t stride) {
        kernels::leakyRows(from, stride, count, lines, kLeakySlope, to, stride);
    };
}

}  // namespace

std::size_t countParts(const Values& values, const std::string& prefix) {
    std::size_t count = 0;
    while (values.hasPart(prefix + std::to_string(count) + ".")) {
        ++count;
    }
    return count;
}

Convolution readConvolution(Values& values, const std::string& prefix, const FileShape& shape) {
    const Values::Array weight = values.weightArray(prefix, {shape.out, shape.in, shape.kernel});
    const auto out = static_cast<std::int64_t>(size(weight, 0));
    const kernels::Floats bias = shape.bias == Bias::yes ? values.tensor(prefix + ".bias", {out}) : kernels::Floats();
    checkNotEmpty(values, prefix + ".weight", weight);
    if (size(weight, 2) % 2 == 0) {
        values.reject(prefix + ".weight", "its kernel has an even size");
    }
    return {{size(weight, 1), size(weight, 0), size(weight, 2), static_cast<std::size_t>(shape.dilation)},
            weight.values,
            bias,
            shape.packing};
}

Convolution readLinear(Values& values, const std::string& prefix, std::int64_t in, std::int64_t out) {
    const Values::Array weight = values.array(prefix + ".weight", {out, in});
    const kernels::Floats bias = values.tensor(prefix + ".bias", {static_cast<std::int64_t>(size(weight, 0))});
    checkNotEmpty(values, prefix + ".weight", weight);
    return {{size(weight, 1), size(weight, 0)}, weight.values, bias};
}

Rows beside(const Rows& left, const Rows& right) {
    Rows both(left.count(), left.channels() + right.channels());
    for (std::size_t i = 0; i < both.count(); ++i) {
        float* const after = std::copy_n(left.row(i), left.channels(), both.row(i));
        std::copy_n(right.row(i), right.channels(), after);
    }
    return both;
}

Rows repeated(const Rows& rows, std::span<const std::int64_t> counts) {
    std::size_t total = 0;
    for (const std::int64_t count : counts) {
        total += static_cast<std::size_t>(count);
    }
    Rows result(total, rows.channels());
    std::size_t row = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        for (std::int64_t j = 0; j < counts[i]; ++j) {
            std::copy_n(rows.row(i), rows.channels(), result.row(row++));
        }
    }
    return result;
}

Lstm::Lstm(Values& values, const std::string& prefix, std::int64_t in) {
    std::string suffix;
    for (Direction& direction : m_directions) {
        const Values::Array fromInput = values.array(prefix + ".weight_ih_l0" + suffix, {kAny, in});
        m_units = size(fromInput, 0) / 4;
        const auto units = static_cast<std::int64_t>(m_units);
        const auto fromState = values.tensor(prefix + ".weight_hh_l0" + suffix, {4 * units, units});
        kernels::Floats bias = values.tensor(prefix + ".bias_ih_l0" + suffix, {4 * units});
        if (m_units == 0) {
            values.reject(prefix + ".weight_ih_l0" + suffix, "it has too few values");
        }
        const kernels::Floats more = values.tensor(prefix + ".bias_hh_l0" + suffix, {4 * units});
        std::ranges::transform(bias, more, bias.begin(), std::plus<>());
        direction.fromInput = {{size(fromInput, 1), 4 * m_units}, fromInput.values, bias};
        direction.fromState = {{m_units, 4 * m_units}, fromState, {}};
        suffix = "_reverse";
    }
}

Rows Lstm::operator()(WorkerPool& pool, const Rows& input) const {
    Rows result(input.count(), 2 * m_units);
    std::array<Rows, 2> gates = {Rows(input.count(), 4 * m_units), Rows(input.count(), 4 * m_units)};
    for (std::size_t i = 0; i < gates.size(); ++i) {
        apply(pool, m_directions[i].fromInput, input, into(gates[i]));
    }
    pool.run(gates.size(), [&](std::size_t i) { walk(m_directions[i], i == 1, gates[i], result); });
    return result;
}

// A direction's half of the result; `gates` holds what the input gives them.
void Lstm::walk(const Direction& direction, bool backwards, Rows& gates, Rows& result) const {
    WorkerPool alone(1);
    std::vector<float> cell(m_units);
    std::vector<float> state(m_units);
    for (std::size_t step = 0; step < gates.count(); ++step) {
        const std::size_t row = backwards ? gates.count() - 1 - step : step;
        float* const gate = gates.row(row);
        Output added;
        added.values = gate;
        added.valuesStride = gates.stride();
        added.accumulate = true;
        direction.fromState.run(alone, state.data(), m_units, 1, added);
        // Input, forget, candidate, output; sigmoid(x) = tanh(x / 2) / 2 + 1/2.
        for (std::size_t i = 0; i < 4 * m_units; ++i) {
            gate[i] *= i / m_units == 2 ? 1.0F : 0.5F;
        }
        kernels::tanh({gate, 4 * m_units});
        const auto share = [](float value) { return 0.5F * value + 0.5F; };
        for (std::size_t i = 0; i < m_units; ++i) {
            cell[i] = share(gate[m_units + i]) * cell[i] + share(gate[i]) * gate[2 * m_units + i];
        }
        std::ranges::copy(cell, state.begin());
        kernels::tanh(state);
        for (std::size_t i = 0; i < m_units; ++i) {
            state[i] *= share(gate[3 * m_units + i]);
        }
        std::ranges::copy(state, result.row(row) + (backwards ? m_units : 0));
    }
}

AdaptiveNorm::AdaptiveNorm(Values& values, const std::string& prefix, std::int64_t channels, std::int64_t styleSize)
    : m_style(readLinear(values, prefix + ".fc", styleSize, 2 * channels)) {
    // The published checkpoint has none of these; files that were saved by later programs do.
    if (values.hasPart(prefix + ".norm.")) {
        m_weight = values.tensor(prefix + ".norm.weight", {channels});
        m_bias = values.tensor(prefix + ".norm.bias", {channels});
    }
}

kernels::ChannelLines AdaptiveNorm::lines(WorkerPool& pool, const Rows& input, std::span<const float> style) const {
    const std::size_t channels = input.channels();
    Rows affine(1, 2 * channels);
    m_style.run(pool, style.data(), style.size(), 1, into(affine));
    const std::span scale(affine.row(0), channels);
    const std::span shift(affine.row(0) + channels, channels);
    for (std::size_t c = 0; c < channels; ++c) {
        scale[c] += 1.0F;
        if (!m_weight.empty()) {
            shift[c] += scale[c] * m_bias[c];
            scale[c] *= m_weight[c];
        }
    }
    return kernels::normalisingLines(pool, input.row(0), input.stride(), input.count(), scale, shift);
}

ResidualBlock::ResidualBlock(Values& values, const std::string& prefix, std::int64_t in, std::int64_t styleSize)
    : m_firstNorm(values, prefix + ".norm1", in, styleSize),
      m_first(readConvolution(values, prefix + ".conv1", {.in = in, .kernel = kStyleKernel})) {
    const std::int64_t out = kokoro::outputs(m_first);
    m_secondNorm = AdaptiveNorm(values, prefix + ".norm2", out, styleSize);
    m_second = readConvolution(values, prefix + ".conv2", {.in = out, .out = out, .kernel = kStyleKernel});
    if (in != out) {
        m_shortcut =
            readConvolution(values, prefix + ".conv1x1", {.in = in, .out = out, .kernel = 1, .bias = Bias::no});
    }
    if (values.hasPart(prefix + ".pool.")) {
        m_poolWeight = values.weight(prefix + ".pool", {in, 1, kStyleKernel});
        m_poolBias = values.tensor(prefix + ".pool.bias", {in});
    }
}

// A transposed convolution of each channel by itself: stride 2, one value of padding.
Rows ResidualBlock::doubled(const Rows& input) const {
    Rows result(2 * input.count(), input.channels(), 1, 1);
    for (std::size_t i = 0; i < input.count(); ++i) {
        const bool last = i + 1 == input.count();
        for (std::size_t c = 0; c < input.channels(); ++c) {
            const float* weight = m_poolWeight.data() + 3 * c;
            const float next = last ? 0.0F : input.row(i + 1)[c];
            result.row(2 * i)[c] = m_poolBias[c] + weight[1] * input.row(i)[c];
            result.row(2 * i + 1)[c] = m_poolBias[c] + weight[2] * input.row(i)[c] + weight[0] * next;
        }
    }
    return result;
}

Rows ResidualBlock::operator()(WorkerPool& pool, const Rows& input, std::span<const float> style) const {
    const kernels::ChannelLines firstLines = m_firstNorm.lines(pool, input, style);
    Rows change(input.count() * (doubles() ? 2 : 1), m_first.shape().out);
    if (doubles()) {
        Rows activated(input.count(), input.channels());
        leaky(firstLines)(input.row(0), input.count(), activated.row(0), input.stride());
        apply(pool, m_first, doubled(activated), into(change));
    } else {
        convolveActivated(pool, m_first, input, leaky(firstLines), into(change));
    }

    // Repeated values before a convolution of one value or after it: the same, and half the work.
    Rows projected(m_shortcut.empty() ? 0 : input.count(), change.channels());
    if (!m_shortcut.empty()) {
        apply(pool, m_shortcut, input, into(projected));
    }
    const Rows& shortcut = m_shortcut.empty() ? input : projected;
    Rows result(change.count(), change.channels());
    for (std::size_t i = 0; i < result.count(); ++i) {
        std::copy_n(shortcut.row(doubles() ? i / 2 : i), result.channels(), result.row(i));
    }
    Output output = into(result);
    output.accumulate = true;
    output.scale = std::sqrt(0.5F);
    convolveActivated(pool, m_second, change, leaky(m_secondNorm.lines(pool, change, style)), output);
    return result;
}

SnakeBlock::SnakeBlock(Values& values, const std::string& prefix, std::int64_t channels, std::int64_t styleSize,
                       const std::vector<std::int64_t>& dilations) {
    for (std::size_t i = 0; i < dilations.size(); ++i) {
        for (const char* part : {"1", "2"}) {
            const std::string index = std::string(part) + "." + std::to_string(i);
            Half half;
            half.norm = AdaptiveNorm(values, prefix + ".adain" + index, channels, styleSize);
            half.slopes = kernels::SnakeSlopes(values.tensor(prefix + ".alpha" + index, {1, channels, 1}));
            half.convolution = readConvolution(values, prefix + ".convs" + index,
                                               {.in = channels,
                                                .out = channels,
                                                .dilation = *part == '1' ? dilations[i] : 1,
                                                .packing = kernels::Packing::fast});
            m_halves.push_back(std::move(half));
        }
    }
}

void SnakeBlock::run(WorkerPool& pool, const Rows& input, std::span<const float> style, Rows& work, Rows& between,
                     Output last) const {
    const auto convolve = [&](const Half& half, const Rows& from, const Output& output) {
        const kernels::ChannelLines lines = half.norm.lines(pool, from, style);
        const auto snake = [&](const float* row, std::size_t count, float* to, std::size_t stride) {
            kernels::snakeRows(row, stride, count, lines, half.slopes, to, stride);
        };
        convolveActivated(pool, half.convolution, from, snake, output);
    };
    for (std::size_t i = 0; i < m_halves.size(); i += 2) {
        const Rows& from = i == 0 ? input : work;
        convolve(m_halves[i], from, into(between));
        Output output = i + 2 == m_halves.size() ? last : into(work);
        output.residual = from.row(0);
        output.residualStride = from.stride();
        convolve(m_halves[i + 1], between, output);
    }
}

}  // namespace parlando::engine::kokoro
