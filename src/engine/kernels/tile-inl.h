// The register-blocked sum of products under all convolutions. Files that Highway compiles once for each kind of
// processor include it, each time for another one.
#ifndef PARLANDO_KERNELS_TILE
#define PARLANDO_KERNELS_TILE

#include <algorithm>
#include <cstddef>

#include "engine/kernels/convolution.h"

namespace parlando::engine::kernels {

// The sums of a register block must become registers: its loops have to be unrolled at any level of optimisation.
#define PARLANDO_UNROLL _Pragma("GCC unroll 16")

// What a thread does at a time: rows [firstRow, firstRow + rows) of the panels [firstPanel, lastPanel).
struct Tile {
    const ConvolutionShape* shape;
    const float* weight;
    const float* bias;  // null: the sums themselves go to output.values
    const float* input;
    std::size_t inputStride;
    std::size_t firstRow;
    std::size_t rows;
    std::size_t firstPanel;
    std::size_t lastPanel;
    Output output;
};

// Rows of a tile: with a panel of weights they stay in the first-level cache.
inline constexpr std::size_t kTileRows = 96;
// Weights that are used for all rows of a tile before the next: 256 inputs times 16 channels are 16 KiB.
inline constexpr std::size_t kDepth = 256;
inline constexpr std::size_t kWidestPanel = 64;

}  // namespace parlando::engine::kernels
#endif

#if defined(PARLANDO_KERNELS_TILE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PARLANDO_KERNELS_TILE_INL
#undef PARLANDO_KERNELS_TILE_INL
#else
#define PARLANDO_KERNELS_TILE_INL
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace parlando::engine::kernels {
namespace HWY_NAMESPACE {
namespace {
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

// Adds `depth` inputs times their weights to the sums.
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
    if (block.last && tile.bias != nullptr) {
        PARLANDO_UNROLL
        for (int r = 0; r < rows; ++r) {
            finish<vectors>(sums[r], tile.bias, row + static_cast<std::size_t>(r), channel, tile.output);
        }
        return;
    }
    float* HWY_RESTRICT to = block.last ? tile.output.values + row * tile.output.valuesStride + channel : partial;
    const std::size_t stride = block.last ? tile.output.valuesStride : static_cast<std::size_t>(vectors) * lanes;
    PARLANDO_UNROLL
    for (int r = 0; r < rows; ++r) {
        PARLANDO_UNROLL
        for (int v = 0; v < vectors; ++v) {
            hn::StoreU(sums[r][v], d, to + static_cast<std::size_t>(r) * stride + static_cast<std::size_t>(v) * lanes);
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

// One panel, whose first output channel is `channel`, for all rows of the tile.
template <int vectors>
HWY_NOINLINE void convolvePanel(const Tile& tile, const float* weight, std::size_t channel) {
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
HWY_INLINE void convolvePanelOf(std::size_t count, const Tile& tile, const float* weight, std::size_t channel) {
    if constexpr (vectors > 0) {
        if (count == static_cast<std::size_t>(vectors)) {
            convolvePanel<vectors>(tile, weight, channel);
        } else {
            convolvePanelOf<vectors - 1>(count, tile, weight, channel);
        }
    }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace parlando::engine::kernels
HWY_AFTER_NAMESPACE();
#endif
