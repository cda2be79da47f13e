#include "engine/kernels/adaptive_norm.h"

#include <cmath>

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

// y = factor * (x - mean) + shift of one channel: in this order, because far from zero the products are large and the
// difference that is wanted is small.
struct Line {
    float mean;
    float factor;
    float shift;
};

template <class D, class V>
HWY_INLINE V apply(D d, V x, const Line& line) {
    return hn::MulAdd(hn::Sub(x, hn::Set(d, line.mean)), hn::Set(d, line.factor), hn::Set(d, line.shift));
}

template <class Function>
float sumOf(const float* in, std::size_t length, const Function& function) {
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    // Four sums hide the latency of an addition and keep each of them short, which is what its error depends on.
    auto sum0 = hn::Zero(d), sum1 = hn::Zero(d), sum2 = hn::Zero(d), sum3 = hn::Zero(d);
    std::size_t i = 0;
    for (; i + 4 * lanes <= length; i += 4 * lanes) {
        sum0 = hn::Add(sum0, function(d, hn::LoadU(d, in + i)));
        sum1 = hn::Add(sum1, function(d, hn::LoadU(d, in + i + lanes)));
        sum2 = hn::Add(sum2, function(d, hn::LoadU(d, in + i + 2 * lanes)));
        sum3 = hn::Add(sum3, function(d, hn::LoadU(d, in + i + 3 * lanes)));
    }
    float sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3))));
    const hn::CappedTag<float, 1> one;
    for (; i < length; ++i) {
        sum += hn::GetLane(function(one, hn::LoadU(one, in + i)));
    }
    return sum;
}

Line normalisation(const float* in, std::size_t length, ChannelAffine affine) {
    const auto count = static_cast<float>(length);
    const float mean = sumOf(in, length, [](auto, auto x) HWY_ATTR { return x; }) / count;
    const float variance = sumOf(in, length,
                                 [mean](auto d, auto x) HWY_ATTR {
                                     const auto deviation = hn::Sub(x, hn::Set(d, mean));
                                     return hn::Mul(deviation, deviation);
                                 }) /
                           count;
    const float factor = affine.scale / std::sqrt(variance + kNormEpsilon);
    return {mean, factor, affine.shift};
}

template <class Function>
void transform(const float* in, float* out, std::size_t length, const Function& function) {
    const hn::ScalableTag<float> d;
    std::size_t i = 0;
    for (; i + hn::Lanes(d) <= length; i += hn::Lanes(d)) {
        hn::StoreU(function(d, hn::LoadU(d, in + i)), d, out + i);
    }
    const hn::CappedTag<float, 1> one;
    for (; i < length; ++i) {
        hn::StoreU(function(one, hn::LoadU(one, in + i)), one, out + i);
    }
}

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

}  // namespace

void snake(const float* in, float* out, std::size_t length, ChannelAffine affine, float alpha) {
    const Line line = normalisation(in, length, affine);
    const float inverse = 1.0F / alpha;
    transform(in, out, length, [line, alpha, inverse](auto d, auto x) HWY_ATTR {
        const auto y = apply(d, x, line);
        return hn::MulAdd(squaredSine(d, hn::Mul(y, hn::Set(d, alpha))), hn::Set(d, inverse), y);
    });
}

void leaky(const float* in, float* out, std::size_t length, ChannelAffine affine, float slope) {
    const Line line = normalisation(in, length, affine);
    transform(in, out, length, [line, slope](auto d, auto x) HWY_ATTR {
        const auto y = apply(d, x, line);
        return hn::IfThenElse(hn::Gt(y, hn::Zero(d)), y, hn::Mul(y, hn::Set(d, slope)));
    });
}

}  // namespace parlando::engine::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace parlando::engine::kernels {

HWY_EXPORT(snake);
HWY_EXPORT(leaky);

void normaliseSnake(const float* in, float* out, std::size_t length, ChannelAffine affine, float alpha) {
    HWY_DYNAMIC_DISPATCH(snake)(in, out, length, affine, alpha);
}

void normaliseLeaky(const float* in, float* out, std::size_t length, ChannelAffine affine, float slope) {
    HWY_DYNAMIC_DISPATCH(leaky)(in, out, length, affine, slope);
}

}  // namespace parlando::engine::kernels
#endif
