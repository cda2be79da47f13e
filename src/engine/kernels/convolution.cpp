#include "engine/kernels/convolution.h"

#include <algorithm>

#include "engine/kernels/minimal_filter.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/convolution.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each kind of processor

#include "engine/kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace parlando::engine::kernels {
namespace HWY_NAMESPACE {

void convolveTile(const Tile& tile) {
    const std::size_t lanes = hn::Lanes(D());
    const std::size_t width = lanes * kVectors;
    const std::size_t depth = tile.shape->kernel * tile.shape->in;
    for (std::size_t panel = tile.firstPanel; panel < tile.lastPanel; ++panel) {
        const std::size_t channel = panel * width;
        const std::size_t vectors = std::min<std::size_t>(kVectors, (tile.shape->out - channel + lanes - 1) / lanes);
        convolvePanelOf<kVectors>(vectors, tile, tile.weight + channel * depth, channel);
    }
}

std::size_t panelVectors() {
    return kVectors;
}

std::size_t vectorLanes() {
    return hn::Lanes(D());
}

void dotRows(const float* input, std::size_t stride, std::size_t rows, const float* weight, std::size_t length,
             float bias, float* result) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t row = 0; row < rows; ++row) {
        const float* x = input + row * stride;
        V even = hn::Zero(d);
        V odd = hn::Zero(d);
        std::size_t i = 0;
        for (; i + 2 * lanes <= length; i += 2 * lanes) {
            even = hn::MulAdd(hn::LoadU(d, x + i), hn::LoadU(d, weight + i), even);
            odd = hn::MulAdd(hn::LoadU(d, x + i + lanes), hn::LoadU(d, weight + i + lanes), odd);
        }
        for (; i < length; i += lanes) {
            even = hn::MulAdd(hn::LoadU(d, x + i), hn::LoadU(d, weight + i), even);
        }
        result[row] = bias + hn::GetLane(hn::SumOfLanes(d, hn::Add(even, odd)));
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace parlando::engine::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace parlando::engine::kernels {
namespace {

HWY_EXPORT(convolveTile);
HWY_EXPORT(panelVectors);
HWY_EXPORT(vectorLanes);
HWY_EXPORT(dotRows);

// Multiplications that are worth another thread's attention: a few microseconds.
constexpr std::size_t kWorthSharing = 100'000;

// Weights [out][in][kernel] as convolveTile() reads them.
Floats pack(const ConvolutionShape& shape, std::span<const float> weight) {
    const std::size_t lanes = HWY_DYNAMIC_DISPATCH(vectorLanes)();
    const std::size_t width = lanes * HWY_DYNAMIC_DISPATCH(panelVectors)();
    const std::size_t columns = (shape.out + lanes - 1) / lanes * lanes;
    Floats packed(columns * shape.in * shape.kernel);
    for (std::size_t first = 0; first < columns; first += width) {
        float* panel = packed.data() + first * shape.in * shape.kernel;
        const std::size_t panelWidth = std::min(width, columns - first);
        // All columns beside each other, so that both sides are walked through once.
        const std::size_t columnsUsed = std::min(panelWidth, shape.out - first);
        const std::size_t depth = shape.in * shape.kernel;
        const float* from = weight.data() + first * depth;
        for (std::size_t input = 0; input < shape.in; ++input) {
            for (std::size_t tap = 0; tap < shape.kernel; ++tap, ++from) {
                float* to = panel + (tap * shape.in + input) * panelWidth;
                for (std::size_t column = 0; column < columnsUsed; ++column) {
                    to[column] = from[column * depth];
                }
            }
        }
    }
    return packed;
}

}  // namespace

Convolution::Convolution(const ConvolutionShape& shape, std::span<const float> weight, std::span<const float> bias,
                         Packing packing)
    : m_shape(shape), m_filter(packing == Packing::fast ? minimalFilter(shape) : MinimalFilter()) {
    if (weight.size() != shape.out * shape.in * shape.kernel) {
        return;
    }
    m_bias.assign(paddedChannels(shape.out), 0.0F);
    std::ranges::copy(bias, m_bias.begin());
    m_weight = m_filter.points == 0 ? pack(shape, weight) : packAtPoints(m_filter, shape, weight);
}

void Convolution::run(WorkerPool& pool, const float* input, std::size_t inputStride, std::size_t rows,
                      const Output& output, const float* bias) const {
    if (rows == 0) {
        return;
    }
    const std::size_t lanes = HWY_DYNAMIC_DISPATCH(vectorLanes)();
    const std::size_t width = lanes * HWY_DYNAMIC_DISPATCH(panelVectors)();
    const std::size_t panels = (m_shape.out + width - 1) / width;
    const std::size_t work = rows * m_shape.out * m_shape.in * m_shape.kernel;

    // Few long tiles are cut among the panels until each thread has something to do.
    const std::size_t wanted = std::clamp<std::size_t>(work / kWorthSharing, 1, 2 * pool.threads());
    const float* usedBias = bias != nullptr ? bias : m_bias.data();
    if (m_filter.points > 0) {
        runFiltered(pool, m_filter, m_shape, m_weight, usedBias, input, inputStride, rows, output, wanted);
        return;
    }
    std::size_t tileRows = kTileRows;
    std::size_t tiles = (rows + tileRows - 1) / tileRows;
    std::size_t groups = 1;
    if (tiles < wanted) {
        groups = std::min(panels, (wanted + tiles - 1) / tiles);
    }
    if (tiles * groups < wanted && wanted > 1) {
        tileRows = std::max<std::size_t>(12, (rows / (wanted / groups) + 11) / 12 * 12);
        tileRows = std::min(tileRows, kTileRows);
        tiles = (rows + tileRows - 1) / tileRows;
    }
    pool.run(tiles * groups, [&](std::size_t index) {
        const std::size_t tile = index / groups;
        const std::size_t group = index % groups;
        HWY_DYNAMIC_DISPATCH(convolveTile)
        (Tile{&m_shape, m_weight.data(), usedBias, input, inputStride, tile * tileRows,
              std::min(tileRows, rows - tile * tileRows), group * panels / groups, (group + 1) * panels / groups,
              output});
    });
}

void convolveToOne(WorkerPool& pool, const float* input, std::size_t inputStride, std::size_t rows,
                   std::span<const float> weight, float bias, float* result) {
    constexpr std::size_t kRowsAtOnce = 1024;
    pool.run((rows + kRowsAtOnce - 1) / kRowsAtOnce, [&](std::size_t index) {
        const std::size_t first = index * kRowsAtOnce;
        HWY_DYNAMIC_DISPATCH(dotRows)
        (input + first * inputStride, inputStride, std::min(kRowsAtOnce, rows - first), weight.data(), weight.size(),
         bias, result + first);
    });
}

}  // namespace parlando::engine::kernels
#endif
