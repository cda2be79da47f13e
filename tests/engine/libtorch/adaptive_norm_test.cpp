#include "engine/kernels/adaptive_norm.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <ATen/ATen.h>
#include <catch2/catch.hpp>

using namespace parlando::engine;

namespace {

struct Sample {
    at::Tensor input;  // [1, channels, length]
    at::Tensor scale;  // [channels]
    at::Tensor shift;
    at::Tensor alpha;
};

Sample sample(std::int64_t channels, std::int64_t length, double spread) {
    return {at::randn({1, channels, length}) * spread + 0.3, at::randn({channels}), at::randn({channels}),
            at::rand({channels}) * 3.0 + 0.1};
}

at::Tensor normalised(const Sample& given) {
    // In double precision: libtorch's own sums of long rows are further from that than the kernel.
    return at::instance_norm(given.input.to(at::kDouble), given.scale.to(at::kDouble), given.shift.to(at::kDouble), {},
                             {}, true, 0.0, kernels::kNormEpsilon, false);
}

std::span<const float> values(const at::Tensor& tensor) {
    return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

// What `activate(row, stride, rows, lines)` makes of the rows in place.
template <class Activate>
at::Tensor run(const Activate& activate, const Sample& given) {
    kernels::WorkerPool pool(2);
    const std::int64_t channels = given.input.size(1);
    const auto stride = static_cast<std::int64_t>(kernels::paddedChannels(static_cast<std::size_t>(channels)));
    const std::int64_t length = given.input.size(2);
    kernels::Floats rows(static_cast<std::size_t>(length * stride));
    at::Tensor view = at::from_blob(rows.data(), {length, stride}).narrow(1, 0, channels);
    view.copy_(given.input[0].t());
    const auto count = static_cast<std::size_t>(length);
    const auto width = static_cast<std::size_t>(stride);
    const kernels::ChannelLines lines =
        kernels::normalisingLines(pool, rows.data(), width, count, values(given.scale), values(given.shift));
    activate(rows.data(), width, count, lines);
    return view.t().unsqueeze(0).clone();
}

at::Tensor snake(const Sample& given) {
    const kernels::SnakeSlopes slopes(values(given.alpha));
    return run([&](float* rows, std::size_t stride, std::size_t count,
                   const auto& lines) { kernels::snakeRows(rows, stride, count, lines, slopes, rows, stride); },
               given);
}

at::Tensor leaky(const Sample& given, float slope) {
    return run([slope](float* rows, std::size_t stride, std::size_t count,
                       const auto& lines) { kernels::leakyRows(rows, stride, count, lines, slope, rows, stride); },
               given);
}

// Of what is expected, the largest value or 1.
double worst(const at::Tensor& expected, const at::Tensor& result) {
    return (expected - result).abs().max().item<double>() / std::max(1.0, expected.abs().max().item<double>());
}

}  // namespace

TEST_CASE("the_fused_norms_give_what_libtorch_gives_for_any_shape_in_place") {
    at::manual_seed(7);
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
        const auto channels = static_cast<std::int64_t>(random() % 40 + 1);
        const auto length = static_cast<std::int64_t>(i < 40 ? i + 2 : random() % 5000 + 2);
        const Sample given = sample(channels, length, std::pow(10.0, i % 5 - 2));
        INFO(channels << " x " << length);
        const at::Tensor slopes = given.alpha.view({1, -1, 1});
        const at::Tensor plain = normalised(given);
        CHECK(worst(plain + at::sin(plain * slopes).square() / slopes, snake(given)) < 1e-5);
        CHECK(worst(at::where(plain > 0, plain, plain * 0.2), leaky(given, 0.2F)) < 1e-5);
    }
}

TEST_CASE("a_channel_of_equal_values_becomes_its_shift") {
    const Sample given{at::full({1, 1, 37}, 5.0F), at::full({1}, 3.0F), at::full({1}, 0.25F), at::ones({1})};
    CHECK(worst(at::full({1, 1, 37}, 0.25), leaky(given, 0.2F)) < 1e-5);
    const Sample one{at::full({1, 1, 1}, 5.0F), at::full({1}, 3.0F), at::full({1}, 0.25F), at::ones({1})};
    CHECK(worst(at::full({1, 1, 1}, 0.25), leaky(one, 0.2F)) < 1e-5);
}

TEST_CASE("the_fused_sine_is_exact_far_from_zero") {
    // Two values that normalise to -1 and 1; scale and alpha take the sine to hundreds of turns.
    for (float scale = 1.0F; scale < 2000.0F; scale *= 1.37F) {
        const Sample given{at::tensor({-1000.0F, 1000.0F}).view({1, 1, 2}), at::full({1}, scale), at::zeros({1}),
                           at::ones({1})};
        const double sine = std::sin(static_cast<double>(scale));
        INFO(scale);
        CHECK(snake(given).select(2, 1).item<double>() ==
              Approx(static_cast<double>(scale) + sine * sine).margin(1e-4).epsilon(1e-6));
    }
}
