#include "engine/kernels/adaptive_norm.h"

#include <algorithm>
#include <cmath>
#include <vector>

// Highway compiles what stands between its two marks once for each vector unit; which one runs is found out at run
// time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/adaptive_norm.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace parlando::engine::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// sin(x)^2, which has the period pi and needs no sign.
template <class D, class V>
HWY_INLINE V squaredSine(D d, V x) {
    // Pi in three parts (Cody and Waite): the first two have so few bits that their products are exact.
    const V turns = hn::Round(hn::Mul(x, hn::Set(d, 0.318309886F)));
    V r = hn::NegMulAdd(turns, hn::Set(d, 3.140625F), x);
    r = hn::NegMulAdd(turns, hn::Set(d, 9.67502593994140625e-4F), r);
    r = hn::NegMulAdd(turns, hn::Set(d, 1.509957990978376432e-7F), r);
    // The sine on [-pi/2, pi/2] as an odd polynomial, fitted to a relative error of 5e-9.
    const V r2 = hn::Mul(r, r);
    V p = hn::Set(d, 2.6089312e-6F);
    p = hn::MulAdd(p, r2, hn::Set(d, -1.9811112e-4F));
    p = hn::MulAdd(p, r2, hn::Set(d, 8.3330881e-3F));
    p = hn::MulAdd(p, r2, hn::Set(d, -1.6666660e-1F));
    const V sine = hn::MulAdd(hn::Mul(p, r2), r, r);
    return hn::Mul(sine, sine);
}

// out = function(y, channel) for every vector of every row.
template <class Function>
void transformRows(const float* in, std::size_t inStride, std::size_t rows, const ChannelLines& lines, float* out,
                   std::size_t outStride, const Function& function) {
    const hn::ScalableTag<float> d;
    for (std::size_t row = 0; row < rows; ++row, in += inStride, out += outStride) {
        for (std::size_t c = 0; c < lines.mean.size(); c += hn::Lanes(d)) {
            const auto centred = hn::Sub(hn::LoadU(d, in + c), hn::Load(d, lines.mean.data() + c));
            // In this order: far from zero the products are large and the difference that is wanted is small.
            const auto y =
                hn::MulAdd(centred, hn::Load(d, lines.factor.data() + c), hn::Load(d, lines.shift.data() + c));
            hn::StoreU(function(d, y, c), d, out + c);
        }
    }
}

}  // namespace

// Of `rows` rows: the mean of each channel and the sum of its squared deviations from it.
void moments(const float* in, std::size_t stride, std::size_t rows, std::size_t padded, float* means, float* squares) {
    const hn::ScalableTag<float> d;
    const auto share = hn::Set(d, 1.0F / static_cast<float>(rows));
    for (std::size_t c = 0; c < padded; c += hn::Lanes(d)) {
        const auto sumOver = [&](auto function) HWY_ATTR {
            auto even = hn::Zero(d), odd = hn::Zero(d);
            std::size_t row = 0;
            for (; row + 2 <= rows; row += 2) {
                even = hn::Add(even, function(hn::LoadU(d, in + row * stride + c)));
                odd = hn::Add(odd, function(hn::LoadU(d, in + (row + 1) * stride + c)));
            }
            return hn::Add(row < rows ? hn::Add(even, function(hn::LoadU(d, in + row * stride + c))) : even, odd);
        };
        const auto mean = hn::Mul(sumOver([](auto x) HWY_ATTR { return x; }), share);
        hn::StoreU(mean, d, means + c);
        hn::StoreU(sumOver([mean](auto x) HWY_ATTR {
                       const auto deviation = hn::Sub(x, mean);
                       return hn::Mul(deviation, deviation);
                   }),
                   d, squares + c);
    }
}

void snakeAll(const float* in, std::size_t inStride, std::size_t rows, const ChannelLines& lines,
              const SnakeSlopes& slopes, float* out, std::size_t outStride) {
    transformRows(in, inStride, rows, lines, out, outStride, [&slopes](auto d, auto y, std::size_t c) HWY_ATTR {
        const auto sine = squaredSine(d, hn::Mul(y, hn::Load(d, slopes.alpha.data() + c)));
        return hn::MulAdd(sine, hn::Load(d, slopes.inverse.data() + c), y);
    });
}

void leakyAll(const float* in, std::size_t inStride, std::size_t rows, const ChannelLines& lines, float slope,
              float* out, std::size_t outStride) {
    transformRows(in, inStride, rows, lines, out, outStride, [slope](auto d, auto y, std::size_t) HWY_ATTR {
        return hn::IfThenElse(hn::Gt(y, hn::Zero(d)), y, hn::Mul(y, hn::Set(d, slope)));
    });
}

}  // namespace parlando::engine::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace parlando::engine::kernels {

HWY_EXPORT(moments);
HWY_EXPORT(snakeAll);
HWY_EXPORT(leakyAll);

ChannelLines normalisingLines(WorkerPool& pool, const float* input, std::size_t stride, std::size_t rows,
                              std::span<const float> scale, std::span<const float> shift) {
    // Blocks of rows that stay in a cache between their sums and their deviations.
    constexpr std::size_t kRowsAtOnce = 128;
    const std::size_t padded = paddedChannels(scale.size());
    const std::size_t blocks = (rows + kRowsAtOnce - 1) / kRowsAtOnce;
    Floats means(blocks * padded);
    Floats squares(blocks * padded);
    pool.run(blocks, [&](std::size_t block) {
        const std::size_t first = block * kRowsAtOnce;
        HWY_DYNAMIC_DISPATCH(moments)
        (input + first * stride, stride, std::min(kRowsAtOnce, rows - first), padded, means.data() + block * padded,
         squares.data() + block * padded);
    });

    ChannelLines lines{Floats(padded), Floats(padded), Floats(padded)};
    for (std::size_t c = 0; c < scale.size(); ++c) {
        // Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979).
        double mean = 0.0;
        double sum = 0.0;
        double seen = 0.0;
        for (std::size_t block = 0; block < blocks; ++block) {
            const auto more = static_cast<double>(std::min(kRowsAtOnce, rows - block * kRowsAtOnce));
            const double apart = static_cast<double>(means[block * padded + c]) - mean;
            sum += static_cast<double>(squares[block * padded + c]) + apart * apart * seen * more / (seen + more);
            seen += more;
            mean += apart * more / seen;
        }
        const double variance = sum / seen;
        lines.mean[c] = static_cast<float>(mean);
        lines.factor[c] = static_cast<float>(scale[c] / std::sqrt(variance + static_cast<double>(kNormEpsilon)));
        lines.shift[c] = shift[c];
    }
    return lines;
}

SnakeSlopes::SnakeSlopes(std::span<const float> slopes)
    : alpha(paddedChannels(slopes.size()), 1.0F), inverse(paddedChannels(slopes.size()), 1.0F) {
    std::ranges::copy(slopes, alpha.begin());
    std::ranges::transform(slopes, inverse.begin(), [](float slope) { return 1.0F / slope; });
}

void snakeRows(const float* in, std::size_t inStride, std::size_t rows, const ChannelLines& lines,
               const SnakeSlopes& slopes, float* out, std::size_t outStride) {
    HWY_DYNAMIC_DISPATCH(snakeAll)(in, inStride, rows, lines, slopes, out, outStride);
}

void leakyRows(const float* in, std::size_t inStride, std::size_t rows, const ChannelLines& lines, float slope,
               float* out, std::size_t outStride) {
    HWY_DYNAMIC_DISPATCH(leakyAll)(in, inStride, rows, lines, slope, out, outStride);
}

}  // namespace parlando::engine::kernels
#endif
