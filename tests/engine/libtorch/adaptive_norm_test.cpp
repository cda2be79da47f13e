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

template <class Kernel>
at::Tensor run(const Kernel& kernel, const Sample& given) {
    at::Tensor result = given.input.clone();
    for (std::int64_t channel = 0; channel < result.size(1); ++channel) {
        float* const row = result[0][channel].data_ptr<float>();
        kernel(row, static_cast<std::size_t>(result.size(2)),
               {given.scale[channel].item<float>(), given.shift[channel].item<float>()},
               given.alpha[channel].item<float>());
    }
    return result;
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
        const auto channels = static_cast<std::int64_t>(random() % 9 + 1);
        const auto length = static_cast<std::int64_t>(i < 40 ? i + 1 : random() % 5000 + 1);
        const Sample given = sample(channels, length, std::pow(10.0, i % 5 - 2));
        INFO(channels << " x " << length);
        const at::Tensor slopes = given.alpha.view({1, -1, 1});
        const at::Tensor plain = normalised(given);
        const at::Tensor snake = plain + at::sin(plain * slopes).square() / slopes;
        CHECK(worst(snake, run([](float* row, std::size_t size, kernels::ChannelAffine affine,
                                  float alpha) { kernels::normaliseSnake(row, row, size, affine, alpha); },
                               given)) < 1e-5);
        const at::Tensor leaky = at::where(plain > 0, plain, plain * slopes);
        CHECK(worst(leaky, run([](float* row, std::size_t size, kernels::ChannelAffine affine,
                                  float slope) { kernels::normaliseLeaky(row, row, size, affine, slope); },
                               given)) < 1e-5);
    }
}

TEST_CASE("a_channel_of_equal_values_becomes_its_shift") {
    std::vector<float> row(37, 5.0F);
    kernels::normaliseLeaky(row.data(), row.data(), row.size(), {3.0F, 0.25F}, 0.2F);
    for (const float value : row) {
        CHECK(value == Approx(0.25F).margin(1e-5));
    }
}

TEST_CASE("the_fused_sine_is_exact_far_from_zero") {
    // Two values that normalise to -1 and 1; scale and alpha take the sine to hundreds of turns.
    for (float scale = 1.0F; scale < 2000.0F; scale *= 1.37F) {
        std::vector<float> row = {-1000.0F, 1000.0F};
        kernels::normaliseSnake(row.data(), row.data(), row.size(), {scale, 0.0F}, 1.0F);
        const double high = scale;
        const double sine = std::sin(high);
        INFO(scale);
        CHECK(row[1] == Approx(high + sine * sine).margin(1e-4).epsilon(1e-6));
    }
}
