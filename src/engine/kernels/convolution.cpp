#include "engine/kernels/convolution.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/convolution.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each kind of processor

#include <hwy/highway.h>

#ifndef PARLANDO_KERNELS_TILE
#define PARLANDO_KERNELS_TILE
namespace parlando::engine::kernels {
namespace {

// The sums of a register block must become registers: its loops have to be unrolled at any level of optimisation.
#define PARLANDO_UNROLL _Pragma("GCC unroll 16")

// What a thread does at a time: rows [firstRow, firstRow + rows) of the panels [firstPanel, lastPanel).
struct Tile {
    const ConvolutionShape* shape;
    const float* weight;
    const float* bias;
    const float* input;
    std::size_t inputStride;
    std::size_t firstRow;
    std::size_t rows;
    std::size_t firstPanel;
    std::size_t lastPanel;
    Output output;
};

// Rows of a tile: with a panel of weights they stay in the first-level cache.
constexpr std::size_t kTileRows = 96;
// Weights that are used for all rows of a tile before the next: 256 inputs times 16 channels are 16 KiB.
constexpr std::size_t kDepth = 256;
constexpr std::size_t kWidestPanel = 64;

}  // namespace
}  // namespace parlando::engine::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace parlando::engine::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

// The register block: kRows rows times kVectors vectors of output channels are kept in registers.
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
constexpr int kRows = 12;
constexpr int kVectors = 2;
#elif HWY_TARGET == HWY_NEON
constexpr int kRows = 6;
constexpr int kVectors = 4;
#else
constexpr int kRows = 6;
constexpr int kVectors = 2;
#endif

// Adds `depth` inputs times their weights; `partial` holds the sums between two calls, [row][vector].
template <int rows, int vectors>
HWY_INLINE void accumulate(const float* HWY_RESTRICT input, std::size_t inputStride, std::size_t depth,
                           const float* HWY_RESTRICT weight, V (&sums)[rows][vectors]) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t i = 0; i < depth; ++i) {
        V w[vectors];
        PARLANDO_UNROLL
        for (int v = 0; v < vectors; ++v) {
            w[v] = hn::Load(d, weight + static_cast<std::size_t>(v) * lanes);
        }
        weight += static_cast<std::size_t>(vectors) * lanes;
        PARLANDO_UNROLL
        for (int r = 0; r < rows; ++r) {
            const V x = hn::Set(d, input[static_cast<std::size_t>(r) * inputStride + i]);
            PARLANDO_UNROLL
            for (int v = 0; v < vectors; ++v) {
                sums[r][v] = hn::MulAdd(x, w[v], sums[r][v]);
            }
        }
    }
}

template <int vectors>
HWY_INLINE void finish(const V (&sums)[vectors], const float* bias, std::size_t row, std::size_t channel,
                       const Output& out) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    PARLANDO_UNROLL
    for (int v = 0; v < vectors; ++v) {
        const std::size_t c = channel + static_cast<std::size_t>(v) * lanes;
        V x = hn::Add(sums[v], hn::LoadU(d, bias + c));
        if (out.residual != nullptr) {
            x = hn::Add(x, hn::LoadU(d, out.residual + row * out.residualStride + c));
        }
        if (out.accumulate) {
            x = hn::Add(x, hn::LoadU(d, out.values + row * out.valuesStride + c));
        }
        if (out.scale != 1.0F) {
            x = hn::Mul(x, hn::Set(d, out.scale));
        }
        if (out.keepValues && out.values != nullptr) {
            hn::StoreU(x, d, out.values + row * out.valuesStride + c);
        }
        if (out.activated != nullptr) {
            const V zero = hn::Zero(d);
            const V activated = hn::MulAdd(hn::Set(d, out.slope), hn::Min(x, zero), hn::Max(x, zero));
            hn::StoreU(activated, d, out.activated + row * out.activatedStride + c);
        }
    }
}

// One panel for `rows` rows (fewer than or as many as the register block) from row `row` on and one block of the
// depth: the taps [firstTap, lastTap), of each the inputs [firstInput, firstInput + inputs).
struct Block {
    std::size_t firstTap, lastTap, firstInput, inputs;
    const float* weight;
    bool first, last;
};

template <int rows, int vectors>
HWY_INLINE void multiply(const Tile& tile, const Block& block, std::size_t row, std::size_t channel,
                         float* HWY_RESTRICT partial) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    V sums[rows][vectors];
    PARLANDO_UNROLL
    for (int r = 0; r < rows; ++r) {
        PARLANDO_UNROLL
        for (int v = 0; v < vectors; ++v) {
            sums[r][v] =
                block.first ? hn::Zero(d) : hn::Load(d, partial + static_cast<std::size_t>(r * vectors + v) * lanes);
        }
    }
    const float* weight = block.weight;
    for (std::size_t tap = block.firstTap; tap < block.lastTap; ++tap) {
        accumulate<rows, vectors>(tile.input + (row + tap * tile.shape->dilation) * tile.inputStride + block.firstInput,
                                  tile.inputStride, block.inputs, weight, sums);
        weight += block.inputs * static_cast<std::size_t>(vectors) * lanes;
    }
    PARLANDO_UNROLL
    for (int r = 0; r < rows; ++r) {
        if (block.last) {
            finish<vectors>(sums[r], tile.bias, row + static_cast<std::size_t>(r), channel, tile.output);
        } else {
            PARLANDO_UNROLL
            for (int v = 0; v < vectors; ++v) {
                hn::Store(sums[r][v], d, partial + static_cast<std::size_t>(r * vectors + v) * lanes);
            }
        }
    }
}

// The rows that are left over after the whole register blocks.
template <int rows, int vectors>
HWY_INLINE void multiplyRest(std::size_t rest, const Tile& tile, const Block& block, std::size_t row,
                             std::size_t channel, float* partial) {
    if constexpr (rows > 0) {
        if (rest == static_cast<std::size_t>(rows)) {
            multiply<rows, vectors>(tile, block, row, channel, partial);
        } else {
            multiplyRest<rows - 1, vectors>(rest, tile, block, row, channel, partial);
        }
    }
}

template <int vectors>
void convolvePanel(const Tile& tile, const float* weight, std::size_t channel) {
    const D d;
    const std::size_t width = static_cast<std::size_t>(vectors) * hn::Lanes(d);
    const std::size_t in = tile.shape->in;
    const std::size_t kernel = tile.shape->kernel;
    HWY_ALIGN float partial[kTileRows * kWidestPanel];

    const std::size_t inputsAtOnce = std::min(in, kDepth);
    const std::size_t tapsAtOnce = std::max<std::size_t>(1, kDepth / in);
    for (std::size_t tap = 0; tap < kernel; tap += tapsAtOnce) {
        for (std::size_t input = 0; input < in; input += inputsAtOnce) {
            Block block{};
            block.firstTap = tap;
            block.lastTap = std::min(kernel, tap + tapsAtOnce);
            block.firstInput = input;
            block.inputs = std::min(inputsAtOnce, in - input);
            block.weight = weight + (tap * in + input) * width;
            block.first = tap == 0 && input == 0;
            block.last = block.lastTap == kernel && input + block.inputs == in;
            std::size_t row = 0;
            for (; row + kRows <= tile.rows; row += kRows) {
                multiply<kRows, vectors>(tile, block, tile.firstRow + row, channel, partial + row * width);
            }
            multiplyRest<kRows - 1, vectors>(tile.rows - row, tile, block, tile.firstRow + row, channel,
                                             partial + row * width);
        }
    }
}

// The panel may be narrower than the others: the last one.
template <int vectors>
void convolvePanelOf(std::size_t count, const Tile& tile, const float* weight, std::size_t channel) {
    if constexpr (vectors > 0) {
        if (count == static_cast<std::size_t>(vectors)) {
            convolvePanel<vectors>(tile, weight, channel);
        } else {
            convolvePanelOf<vectors - 1>(count, tile, weight, channel);
        }
    }
}

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

}  // namespace

Convolution::Convolution(const ConvolutionShape& shape, std::span<const float> weight, std::span<const float> bias)
    : m_shape(shape) {
    if (weight.size() != shape.out * shape.in * shape.kernel) {
        return;
    }
    const std::size_t lanes = HWY_DYNAMIC_DISPATCH(vectorLanes)();
    const std::size_t width = lanes * HWY_DYNAMIC_DISPATCH(panelVectors)();
    const std::size_t columns = (shape.out + lanes - 1) / lanes * lanes;
    m_weight.assign(columns * shape.in * shape.kernel, 0.0F);
    m_bias.assign(paddedChannels(shape.out), 0.0F);
    std::ranges::copy(bias, m_bias.begin());
    for (std::size_t first = 0; first < columns; first += width) {
        float* panel = m_weight.data() + first * shape.in * shape.kernel;
        const std::size_t panelWidth = std::min(width, columns - first);
        for (std::size_t column = 0; column < std::min(panelWidth, shape.out - first); ++column) {
            const float* from = weight.data() + (first + column) * shape.in * shape.kernel;
            for (std::size_t input = 0; input < shape.in; ++input) {
                for (std::size_t tap = 0; tap < shape.kernel; ++tap) {
                    panel[(tap * shape.in + input) * panelWidth + column] = *from++;
                }
            }
        }
    }
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
    const float* usedBias = bias != nullptr ? bias : m_bias.data();
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
