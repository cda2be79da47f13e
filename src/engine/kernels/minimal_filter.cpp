#include "engine/kernels/minimal_filter.h"

#include <algorithm>
#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/minimal_filter.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each kind of processor

#include "engine/kernels/tile-inl.h"

#ifndef PARLANDO_KERNELS_FILTERED
#define PARLANDO_KERNELS_FILTERED
namespace parlando::engine::kernels {
namespace {

constexpr std::size_t kTileResults = 4;  // of a tile
constexpr std::size_t kMostPoints = 8;
constexpr std::size_t kLongestPiece = kMostPoints + 1 - kTileResults;  // taps

// What a thread does at a time: tiles [firstTile, firstTile + tiles) of the panels [firstPanel, lastPanel). Tile n
// holds the results 4 * d * (n / d) + n % d, and three more d rows apart.
struct FilterTask {
    const MinimalFilter* filter;
    const float* weight;
    std::size_t weightsAtPoint;
    const float* bias;
    const float* input;
    std::size_t inputStride;
    std::size_t inputRows;
    std::size_t rows;
    std::size_t firstTile;
    std::size_t tiles;
    std::size_t firstPanel;
    std::size_t lastPanel;
    Output output;

    std::size_t firstRow(std::size_t tile) const {
        const std::size_t dilation = filter->overTiles.dilation;
        return tile / dilation * dilation * kTileResults + tile % dilation;
    }
    // Tiles before which those that a result needs begin.
    std::size_t halo() const { return (filter->overTiles.kernel - 1) * filter->overTiles.dilation; }
};

// Long rows of transformed inputs are so far apart that they do not all fall on the same lines of a cache.
std::size_t planeStride(std::size_t in) {
    return in < 128 ? in : in + kRowAlignment;
}

}  // namespace
}  // namespace parlando::engine::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace parlando::engine::kernels {
namespace HWY_NAMESPACE {
namespace {

// The points are 0, 1, -1, 2, -2, then none, ½ or ±½, then infinity. A point's row of the input's transform is the
// product of (x - q) for all other finite points q (for infinity: for all); the divisor is in the weights.

// For the six points 0, ±1, ±2, infinity.
HWY_INLINE void evaluateSix(const V (&x)[6], V& zero, V& one, V& minusOne, V& two, V& minusTwo, V& infinity) {
    const D d;
    const V four = hn::Set(d, 4.0F);
    const V minusFive = hn::Set(d, -5.0F);
    zero = hn::MulAdd(four, x[0], hn::MulAdd(minusFive, x[2], x[4]));
    const V even1 = hn::NegMulAdd(four, x[2], x[4]);
    const V odd1 = hn::NegMulAdd(four, x[1], x[3]);
    one = hn::Add(even1, odd1);
    minusOne = hn::Sub(even1, odd1);
    const V even2 = hn::Sub(x[4], x[2]);
    const V odd2 = hn::Sub(x[3], x[1]);
    two = hn::MulAdd(hn::Set(d, 2.0F), odd2, even2);
    minusTwo = hn::NegMulAdd(hn::Set(d, 2.0F), odd2, even2);
    infinity = hn::MulAdd(four, x[1], hn::MulAdd(minusFive, x[3], x[5]));
}

template <int points>
HWY_INLINE void evaluate(const V (&x)[points], V (&y)[points]) {
    const D d;
    if constexpr (points == 6) {
        evaluateSix(x, y[0], y[1], y[2], y[3], y[4], y[5]);
    } else {
        // The product has a factor more: x - ½, or x² - ¼.
        constexpr int more = points - 6;
        const V factor = hn::Set(d, points == 7 ? 0.5F : 0.25F);
        V reduced[6];
        PARLANDO_UNROLL
        for (int i = 0; i < 6; ++i) {
            reduced[i] = hn::NegMulAdd(factor, x[i], x[i + more]);
        }
        evaluateSix(reduced, y[0], y[1], y[2], y[3], y[4], y[points - 1]);
        const V four = hn::Set(d, 4.0F);
        const V minusFive = hn::Set(d, -5.0F);
        const V odd = hn::MulAdd(four, x[1], hn::MulAdd(minusFive, x[3], x[5]));
        if constexpr (points == 7) {
            y[5] = odd;
        } else {
            const V even = hn::MulAdd(four, x[2], hn::MulAdd(minusFive, x[4], x[6]));
            y[5] = hn::MulAdd(hn::Set(d, 0.5F), odd, even);
            y[6] = hn::NegMulAdd(hn::Set(d, 0.5F), odd, even);
        }
    }
}

// The results of a tile: the sum over the points p of y[p] * p^i.
template <int points>
HWY_INLINE void interpolate(const V (&y)[points], V (&x)[kTileResults]) {
    const D d;
    const V sum1 = hn::Add(y[1], y[2]);
    const V difference1 = hn::Sub(y[1], y[2]);
    const V sum2 = hn::Add(y[3], y[4]);
    const V difference2 = hn::Sub(y[3], y[4]);
    x[0] = hn::Add(hn::Add(y[0], sum1), sum2);
    x[1] = hn::MulAdd(hn::Set(d, 2.0F), difference2, difference1);
    x[2] = hn::MulAdd(hn::Set(d, 4.0F), sum2, sum1);
    x[3] = hn::Add(hn::MulAdd(hn::Set(d, 8.0F), difference2, difference1), y[points - 1]);
    if constexpr (points > 6) {
        V even = y[5];
        V odd = y[5];
        if constexpr (points == 8) {
            even = hn::Add(y[5], y[6]);
            odd = hn::Sub(y[5], y[6]);
        }
        x[0] = hn::Add(x[0], even);
        x[1] = hn::MulAdd(hn::Set(d, 0.5F), odd, x[1]);
        x[2] = hn::MulAdd(hn::Set(d, 0.25F), even, x[2]);
        x[3] = hn::MulAdd(hn::Set(d, 0.125F), odd, x[3]);
    }
}

// The inputs of `tiles` tiles at all points, [point][tile][channel].
template <int points>
void evaluateTiles(const FilterTask& task, std::size_t tiles, const float* zeros, float* HWY_RESTRICT planes) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    const std::size_t in = task.filter->overTiles.in;
    const std::size_t dilation = task.filter->overTiles.dilation;
    const std::size_t plane = tiles * planeStride(in);
    for (std::size_t tile = 0; tile < tiles; ++tile, planes += planeStride(in)) {
        const std::size_t first = task.firstRow(task.firstTile + tile);
        const float* rows[points];
        for (int i = 0; i < points; ++i) {
            const std::size_t row = first + static_cast<std::size_t>(i) * dilation;
            rows[i] = row < task.inputRows ? task.input + row * task.inputStride : zeros;
        }
        for (std::size_t c = 0; c < in; c += lanes) {
            V x[points];
            V y[points];
            PARLANDO_UNROLL
            for (int i = 0; i < points; ++i) {
                x[i] = hn::LoadU(d, rows[i] + c);
            }
            evaluate<points>(x, y);
            PARLANDO_UNROLL
            for (int i = 0; i < points; ++i) {
                hn::Store(y[i], d, planes + static_cast<std::size_t>(i) * plane + c);
            }
        }
    }
}

// The results of `vectors` vectors of channels from their products, [point][tile][channel of the panel].
template <int points>
void interpolateTiles(const FilterTask& task, const float* HWY_RESTRICT products, std::size_t vectors,
                      std::size_t channel) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    const std::size_t dilation = task.filter->overTiles.dilation;
    const std::size_t width = vectors * lanes;
    for (std::size_t tile = 0; tile < task.tiles; ++tile) {
        const std::size_t first = task.firstRow(task.firstTile + tile);
        for (std::size_t v = 0; v < vectors; ++v) {
            V y[points];
            V x[kTileResults];
            PARLANDO_UNROLL
            for (int i = 0; i < points; ++i) {
                y[i] = hn::Load(d, products + (static_cast<std::size_t>(i) * task.tiles + tile) * width + v * lanes);
            }
            interpolate<points>(y, x);
            PARLANDO_UNROLL
            for (std::size_t i = 0; i < kTileResults; ++i) {
                const std::size_t row = first + i * dilation;
                if (row < task.rows) {
                    const V result[1] = {x[i]};
                    finish<1>(result, task.bias, row, channel + v * lanes, task.output);
                }
            }
        }
    }
}

template <int points>
void filterAt(const FilterTask& task, float* scratch) {
    const std::size_t lanes = hn::Lanes(D());
    const ConvolutionShape& shape = task.filter->overTiles;
    const std::size_t inputTiles = task.tiles + task.halo();
    const float* zeros = scratch;
    float* planes = scratch + shape.in;
    std::fill(scratch, planes, 0.0F);
    const std::size_t plane = inputTiles * planeStride(shape.in);
    float* products = planes + points * plane;
    evaluateTiles<points>(task, inputTiles, zeros, planes);

    Tile tile{};
    tile.shape = &shape;
    tile.inputStride = planeStride(shape.in);
    tile.rows = task.tiles;
    for (std::size_t panel = task.firstPanel; panel < task.lastPanel; ++panel) {
        const std::size_t channel = panel * lanes * kVectors;
        const std::size_t vectors = std::min<std::size_t>(kVectors, (shape.out - channel + lanes - 1) / lanes);
        tile.output.valuesStride = vectors * lanes;
        for (std::size_t point = 0; point < points; ++point) {
            tile.input = planes + point * plane;
            tile.output.values = products + point * task.tiles * tile.output.valuesStride;
            convolvePanelOf<kVectors>(vectors, tile,
                                      task.weight + point * task.weightsAtPoint + channel * shape.kernel * shape.in, 0);
        }
        interpolateTiles<points>(task, products, vectors, channel);
    }
}

}  // namespace

void filter(const FilterTask& task, float* scratch) {
    switch (task.filter->points) {
        case 6:
            return filterAt<6>(task, scratch);
        case 7:
            return filterAt<7>(task, scratch);
        default:
            return filterAt<8>(task, scratch);
    }
}

// At every point the panels that convolvePanelOf() reads, one point behind the other. `factors` [point][length] are
// those of the weights in a piece.
void packAtPoints(const MinimalFilter& filter, const ConvolutionShape& shape, const float* weight, const float* factors,
                  float* packed, std::size_t weightsAtPoint) {
    constexpr std::size_t kWidest = kVectors * HWY_MAX_BYTES / sizeof(float);
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    const std::size_t width = kVectors * lanes;
    const std::size_t length = filter.points + 1 - kTileResults;
    const std::size_t pieces = filter.overTiles.kernel;
    const std::size_t columns = (shape.out + lanes - 1) / lanes * lanes;
    HWY_ALIGN float taps[kLongestPiece * kWidest];
    for (std::size_t first = 0; first < columns; first += width) {
        const std::size_t panelWidth = std::min(width, columns - first);
        const std::size_t used = std::min(panelWidth, shape.out - first);
        float* panel = packed + first * shape.in * pieces;
        for (std::size_t input = 0; input < shape.in; ++input) {
            for (std::size_t piece = 0; piece < pieces; ++piece) {
                const std::size_t count = std::min(length, shape.kernel - piece * length);
                std::fill(std::begin(taps), std::end(taps), 0.0F);
                for (std::size_t column = 0; column < used; ++column) {
                    const float* from = weight + ((first + column) * shape.in + input) * shape.kernel + piece * length;
                    for (std::size_t tap = 0; tap < count; ++tap) {
                        taps[tap * kWidest + column] = from[tap];
                    }
                }
                float* to = panel + (piece * shape.in + input) * panelWidth;
                for (std::size_t point = 0; point < filter.points; ++point, to += weightsAtPoint) {
                    for (std::size_t column = 0; column < panelWidth; column += lanes) {
                        V sum = hn::Zero(d);
                        for (std::size_t tap = 0; tap < count; ++tap) {
                            sum = hn::MulAdd(hn::Set(d, factors[point * length + tap]),
                                             hn::Load(d, taps + tap * kWidest + column), sum);
                        }
                        hn::StoreU(sum, d, to + column);
                    }
                }
            }
        }
    }
}

std::size_t filterPanelWidth() {
    return kVectors * hn::Lanes(D());
}

}  // namespace HWY_NAMESPACE
}  // namespace parlando::engine::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace parlando::engine::kernels {
namespace {

HWY_EXPORT(filter);
HWY_EXPORT(filterPanelWidth);
HWY_EXPORT(packAtPoints);

// Transformed inputs of a task, in floats: 128 KiB, which a second-level cache holds beside weights.
constexpr std::size_t kPlanes = 32 * 1024;
constexpr std::size_t kFewestTiles = 12;

// The finite ones in use are the first so many.
constexpr std::array<double, kMostPoints - 1> kPoints = {0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5};

// A thread's own memory, kept for the next task.
float* scratch(std::size_t size) {
    thread_local Floats memory;
    if (memory.size() < size) {
        memory.resize(size);
    }
    return memory.data();
}

}  // namespace

MinimalFilter minimalFilter(const ConvolutionShape& shape) {
    constexpr std::size_t kFewestChannels = 32;
    if (shape.kernel < 3 || shape.in % kRowAlignment != 0 || std::min(shape.in, shape.out) < kFewestChannels) {
        return {};
    }
    MinimalFilter filter;
    filter.overTiles = {shape.in, shape.out, 1, shape.dilation};
    if (shape.kernel <= 5) {
        filter.points = shape.kernel + kTileResults - 1;
    } else {
        filter.points = 2 * kTileResults - 1;
        filter.overTiles.kernel = (shape.kernel + kTileResults - 1) / kTileResults;
    }
    return filter;
}

Floats packAtPoints(const MinimalFilter& filter, const ConvolutionShape& shape, std::span<const float> weight) {
    const std::size_t length = filter.points + 1 - kTileResults;
    const std::size_t finite = filter.points - 1;
    std::vector<float> factors(filter.points * length, 0.0F);
    for (std::size_t point = 0; point < finite; ++point) {
        double factor = 1.0;
        for (std::size_t other = 0; other < finite; ++other) {
            factor /= other == point ? 1.0 : kPoints[point] - kPoints[other];
        }
        for (std::size_t tap = 0; tap < length; ++tap, factor *= kPoints[point]) {
            factors[point * length + tap] = static_cast<float>(factor);
        }
    }
    factors.back() = 1.0F;  // infinity sees the last tap alone
    Floats packed(filter.points * paddedChannels(shape.out) * shape.in * filter.overTiles.kernel);
    HWY_DYNAMIC_DISPATCH(packAtPoints)
    (filter, shape, weight.data(), factors.data(), packed.data(), packed.size() / filter.points);
    return packed;
}

void runFiltered(WorkerPool& pool, const MinimalFilter& filter, const ConvolutionShape& shape,
                 std::span<const float> weight, const float* bias, const float* input, std::size_t inputStride,
                 std::size_t rows, const Output& output, std::size_t parts) {
    const std::size_t width = HWY_DYNAMIC_DISPATCH(filterPanelWidth)();
    const std::size_t panels = (shape.out + width - 1) / width;
    FilterTask whole{};
    whole.filter = &filter;
    whole.weight = weight.data();
    whole.weightsAtPoint = weight.size() / filter.points;
    whole.bias = bias;
    whole.input = input;
    whole.inputStride = inputStride;
    whole.inputRows = rows + (shape.kernel - 1) * shape.dilation;
    whole.rows = rows;
    whole.output = output;

    // Full rounds of a tile for each phase, and the phases of the last round that have a row.
    const std::size_t round = kTileResults * shape.dilation;
    const std::size_t tiles = rows / round * shape.dilation + std::min(shape.dilation, rows % round);
    const std::size_t halo = whole.halo();
    const std::size_t plane = kPlanes / (filter.points * planeStride(shape.in));
    const std::size_t most = std::clamp(plane - std::min(plane, halo), kFewestTiles, kTileRows) / 12 * 12;
    const std::size_t chunks = (tiles + most - 1) / most;
    const std::size_t atOnce = std::min(most, ((tiles + chunks - 1) / chunks + 11) / 12 * 12);
    const std::size_t groups = std::min(panels, (parts + chunks - 1) / chunks);
    pool.run(chunks * groups, [&](std::size_t index) {
        FilterTask task = whole;
        task.firstTile = index / groups * atOnce;
        task.tiles = std::min(atOnce, tiles - task.firstTile);
        task.firstPanel = index % groups * panels / groups;
        task.lastPanel = (index % groups + 1) * panels / groups;
        const std::size_t planes = filter.points * (task.tiles + halo) * planeStride(shape.in);
        const std::size_t products = filter.points * task.tiles * width;
        HWY_DYNAMIC_DISPATCH(filter)(task, scratch(shape.in + planes + products));
    });
}

}  // namespace parlando::engine::kernels
#endif
