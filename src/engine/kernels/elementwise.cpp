#include "engine/kernels/elementwise.h"

#include <algorithm>
#include <cmath>

#include "engine/kernels/aligned.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/elementwise.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each kind of processor

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace parlando::engine::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

// values[i] = function(values[i]) for whole vectors and a rest.
template <class Function>
HWY_INLINE void transform(float* values, std::size_t count, const Function& function) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        hn::StoreU(function(d, hn::LoadU(d, values + i)), d, values + i);
    }
    if (i < count) {
        HWY_ALIGN float rest[kRowAlignment] = {};
        std::copy(values + i, values + count, rest);
        hn::Store(function(d, hn::Load(d, rest)), d, rest);
        std::copy(rest, rest + (count - i), values + i);
    }
}

HWY_INLINE V sigmoid(D d, V x) {
    const V one = hn::Set(d, 1.0F);
    return hn::Div(one, hn::Add(one, hn::Exp(d, hn::Neg(x))));
}

// 2 * sigmoid(2x) - 1: absolutely exact enough, and one exponential instead of Highway's three.
HWY_INLINE V tangent(D d, V x) {
    const V two = hn::Set(d, 2.0F);
    return hn::MulSub(two, sigmoid(d, hn::Mul(two, x)), hn::Set(d, 1.0F));
}

void gateRows(const float* input, std::size_t inputStride, std::size_t rows, std::size_t channels, float* result,
              std::size_t resultStride) {
    const D d;
    for (std::size_t row = 0; row < rows; ++row) {
        const float* x = input + row * inputStride;
        float* y = result + row * resultStride;
        for (std::size_t c = 0; c < channels; c += hn::Lanes(d)) {
            hn::StoreU(hn::Mul(tangent(d, hn::LoadU(d, x + c)), sigmoid(d, hn::LoadU(d, x + channels + c))), d, y + c);
        }
    }
}

void expMinus(float* values, std::size_t count, float subtracted) {
    const V shift = hn::Set(D(), subtracted);
    transform(values, count, [shift](D d, V x) HWY_ATTR { return hn::Exp(d, hn::Sub(x, shift)); });
}

void tanhAll(float* values, std::size_t count) {
    transform(values, count, [](D d, V x) HWY_ATTR { return tangent(d, x); });
}

// Φ by the error function of Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: 1.5e-7 off at most.
void geluAll(float* values, std::size_t count) {
    transform(values, count, [](D d, V x) HWY_ATTR {
        const V z = hn::Mul(hn::Abs(x), hn::Set(d, 0.70710678F));
        const V t = hn::Div(hn::Set(d, 1.0F), hn::MulAdd(z, hn::Set(d, 0.3275911F), hn::Set(d, 1.0F)));
        V series = hn::Set(d, 1.061405429F);
        series = hn::MulAdd(series, t, hn::Set(d, -1.453152027F));
        series = hn::MulAdd(series, t, hn::Set(d, 1.421413741F));
        series = hn::MulAdd(series, t, hn::Set(d, -0.284496736F));
        series = hn::MulAdd(series, t, hn::Set(d, 0.254829592F));
        const V upper = hn::Mul(hn::Mul(series, t), hn::Exp(d, hn::Neg(hn::Mul(z, z))));  // 1 - erf(z)
        const V half = hn::Mul(hn::Set(d, 0.5F), upper);
        const V below = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), half, hn::Sub(hn::Set(d, 1.0F), half));
        return hn::Mul(x, below);
    });
}

}  // namespace HWY_NAMESPACE
}  // namespace parlando::engine::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace parlando::engine::kernels {
namespace {

HWY_EXPORT(gateRows);
HWY_EXPORT(expMinus);
HWY_EXPORT(tanhAll);
HWY_EXPORT(geluAll);

}  // namespace

void gate(WorkerPool& pool, const float* input, std::size_t inputStride, std::size_t rows, std::size_t channels,
          float* result, std::size_t resultStride) {
    constexpr std::size_t kRowsAtOnce = 16;
    pool.run((rows + kRowsAtOnce - 1) / kRowsAtOnce, [&](std::size_t index) {
        const std::size_t first = index * kRowsAtOnce;
        HWY_DYNAMIC_DISPATCH(gateRows)
        (input + first * inputStride, inputStride, std::min(kRowsAtOnce, rows - first), channels,
         result + first * resultStride, resultStride);
    });
}

void normaliseRows(float* values, std::size_t stride, std::size_t rows, std::span<const float> weight,
                   std::span<const float> bias, double epsilon) {
    const std::size_t channels = weight.size();
    for (std::size_t row = 0; row < rows; ++row) {
        float* x = values + row * stride;
        double sum = 0.0;
        for (std::size_t c = 0; c < channels; ++c) {
            sum += x[c];
        }
        const auto mean = static_cast<float>(sum / static_cast<double>(channels));
        double squares = 0.0;
        for (std::size_t c = 0; c < channels; ++c) {
            const float centred = x[c] - mean;
            squares += centred * centred;
        }
        const auto scale = static_cast<float>(1.0 / std::sqrt(squares / static_cast<double>(channels) + epsilon));
        for (std::size_t c = 0; c < channels; ++c) {
            x[c] = (x[c] - mean) * scale * weight[c] + bias[c];
        }
    }
}

void softmaxRows(float* values, std::size_t stride, std::size_t rows, std::size_t columns) {
    for (std::size_t row = 0; row < rows; ++row) {
        float* x = values + row * stride;
        HWY_DYNAMIC_DISPATCH(expMinus)(x, columns, *std::max_element(x, x + columns));
        float sum = 0.0F;
        for (std::size_t c = 0; c < columns; ++c) {
            sum += x[c];
        }
        const float scale = 1.0F / sum;
        for (std::size_t c = 0; c < columns; ++c) {
            x[c] *= scale;
        }
    }
}

void gelu(std::span<float> values) {
    HWY_DYNAMIC_DISPATCH(geluAll)(values.data(), values.size());
}

void tanh(std::span<float> values) {
    HWY_DYNAMIC_DISPATCH(tanhAll)(values.data(), values.size());
}

}  // namespace parlando::engine::kernels
#endif
