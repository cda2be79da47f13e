#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/kernels/convolution.h"
#include "engine/kernels/elementwise.h"
#include "engine/kernels/row_queue.h"
#include "engine/kernels/transposed.h"
#include "engine/kernels/worker_pool.h"

using namespace parlando::engine::kernels;

// The kernels against what the definitions say in double precision, on random shapes.

namespace {

class Random {
public:
    explicit Random(unsigned seed) : m_generator(seed) {}
    std::size_t from(std::size_t low, std::size_t high) {
        return std::uniform_int_distribution<std::size_t>(low, high)(m_generator);
    }
    bool coin() { return from(0, 1) == 1; }
    template <class Values>
    void fill(Values& values) {
        std::ranges::generate(values, [this] { return m_normal(m_generator); });
    }

private:
    std::mt19937 m_generator;
    std::normal_distribution<float> m_normal;
};

struct Matrix {
    Matrix(std::size_t rows, std::size_t channels)
        : stride(paddedChannels(channels)), values(rows * stride + kRowAlignment) {}
    float* row(std::size_t index) { return values.data() + index * stride; }
    std::size_t stride;
    Floats values;
};

}  // namespace

TEST_CASE("a_convolution_is_the_sum_that_its_definition_says") {
    const unsigned seed = GENERATE(range(0U, 120U));
    Random random(seed);
    const std::size_t most = seed % 4 == 0 ? 300 : 40;
    ConvolutionShape shape{random.from(1, most), random.from(1, most), random.from(1, 11), random.from(1, 5)};
    if (seed % 2 == 1) {  // such as minimal_filter.h is for
        shape = {16 * random.from(2, 6), random.from(32, 100), random.from(3, 13), random.from(1, 13)};
    }
    const std::size_t rows = random.from(1, seed % 3 == 0 ? 250 : 20);
    std::vector<float> weight(shape.out * shape.in * shape.kernel);
    std::vector<float> bias(random.coin() ? shape.out : 0);
    random.fill(weight);
    random.fill(bias);
    const std::size_t read = rows + (shape.kernel - 1) * shape.dilation;
    Matrix input(read + 60, shape.in);
    random.fill(input.values);
    std::fill(input.row(read), input.row(read + 60), std::numeric_limits<float>::quiet_NaN());
    Matrix residual(rows, shape.out);
    random.fill(residual.values);
    Matrix before(rows, shape.out);
    random.fill(before.values);
    Matrix values = before;
    Matrix activated(rows, shape.out);

    Output output;
    output.values = values.row(0);
    output.valuesStride = values.stride;
    output.accumulate = random.coin();
    output.scale = random.coin() ? 0.5F : 1.0F;
    output.slope = random.coin() ? 0.1F : 0.0F;
    if (random.coin()) {
        output.residual = residual.row(0);
        output.residualStride = residual.stride;
    }
    if (random.coin()) {
        output.activated = activated.row(0);
        output.activatedStride = activated.stride;
    }
    WorkerPool pool(static_cast<int>(random.from(1, 3)));
    const Convolution layer(shape, weight, bias);
    layer.run(pool, input.row(0), input.stride, rows, output);

    const double tolerance = 1e-6 * std::sqrt(static_cast<double>(shape.in * shape.kernel)) * 20.0;
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t o = 0; o < shape.out; ++o) {
            double sum = bias.empty() ? 0.0 : bias[o];
            for (std::size_t i = 0; i < shape.in; ++i) {
                for (std::size_t k = 0; k < shape.kernel; ++k) {
                    sum += static_cast<double>(weight[(o * shape.in + i) * shape.kernel + k]) *
                           input.row(r + k * shape.dilation)[i];
                }
            }
            sum += output.residual != nullptr ? residual.row(r)[o] : 0.0F;
            sum += output.accumulate ? before.row(r)[o] : 0.0F;
            sum *= output.scale;
            REQUIRE(std::abs(values.row(r)[o] - sum) < tolerance);
            if (output.activated != nullptr) {
                REQUIRE(std::abs(activated.row(r)[o] - (sum > 0 ? sum : output.slope * sum)) < tolerance);
            }
        }
    }
}

TEST_CASE("a_convolution_with_fewer_multiplications_is_as_exact_as_floats_allow") {
    Random random(7);
    const std::size_t kernel = GENERATE(3, 4, 5, 7, 11);
    const ConvolutionShape shape{64, 32, kernel, 3};
    constexpr std::size_t kRows = 200;
    std::vector<float> weight(shape.out * shape.in * shape.kernel);
    random.fill(weight);
    Matrix input(kRows + (kernel - 1) * shape.dilation, shape.in);
    random.fill(input.values);
    Matrix whole(kRows, shape.out);
    Matrix pieces(kRows, shape.out);
    WorkerPool pool(1);
    const Convolution layer(shape, weight, {});
    Output output;
    output.values = whole.row(0);
    output.valuesStride = whole.stride;
    layer.run(pool, input.row(0), input.stride, kRows, output);
    for (std::size_t row = 0, count = 1; row < kRows; row += count, count = std::min(2 * count, kRows - row)) {
        output.values = pieces.row(row);
        layer.run(pool, input.row(row), input.stride, count, output);
    }
    double square = 0.0;
    double worst = 0.0;
    for (std::size_t r = 0; r < kRows; ++r) {
        for (std::size_t o = 0; o < shape.out; ++o) {
            double sum = 0.0;
            for (std::size_t i = 0; i < shape.in; ++i) {
                for (std::size_t k = 0; k < kernel; ++k) {
                    sum += static_cast<double>(weight[(o * shape.in + i) * kernel + k]) *
                           input.row(r + k * shape.dilation)[i];
                }
            }
            square += sum * sum / static_cast<double>(kRows * shape.out);
            worst = std::max({worst, std::abs(whole.row(r)[o] - sum), std::abs(pieces.row(r)[o] - sum)});
        }
    }
    INFO("worst error " << worst / std::sqrt(square) << " of the root mean square");
    REQUIRE(worst < 2e-5 * std::sqrt(square));
}

TEST_CASE("a_convolution_is_the_same_however_its_weights_are_packed") {
    Random random(8);
    const ConvolutionShape shape{48, 64, random.from(1, 5) * 2 + 1, random.from(1, 3)};
    constexpr std::size_t kRows = 77;
    std::vector<float> weight(shape.out * shape.in * shape.kernel);
    random.fill(weight);
    Matrix input(kRows + (shape.kernel - 1) * shape.dilation, shape.in);
    random.fill(input.values);
    std::vector<Matrix> results(2, Matrix(kRows, shape.out));
    WorkerPool pool(2);
    for (const Packing packing : {Packing::fast, Packing::small}) {
        Matrix& result = results[packing == Packing::fast ? 0 : 1];
        Output output;
        output.values = result.row(0);
        output.valuesStride = result.stride;
        Convolution(shape, weight, {}, packing).run(pool, input.row(0), input.stride, kRows, output);
    }
    for (std::size_t r = 0; r < kRows; ++r) {
        for (std::size_t o = 0; o < shape.out; ++o) {
            REQUIRE(results[0].row(r)[o] == Approx(results[1].row(r)[o]).margin(1e-3));
        }
    }
}

TEST_CASE("a_transposed_convolution_adds_each_input_times_the_kernel_at_its_place") {
    Random random(9);
    for (int i = 0; i < 20; ++i) {
        const std::size_t rate = random.from(1, 6);
        const ConvolutionShape shape{random.from(1, 20), random.from(1, 20), rate + random.from(0, 8)};
        const std::size_t rows = random.from(1, 9);
        std::vector<float> weight(shape.in * shape.out * shape.kernel);
        std::vector<float> bias(shape.out);
        random.fill(weight);
        random.fill(bias);
        const Convolution layer = transposedConvolution(shape, rate, weight, bias);
        const std::size_t reach = layer.shape().kernel - 1;
        Matrix input(rows + 2 * reach, shape.in);
        for (std::size_t r = 0; r < rows; ++r) {
            std::span<float> row(input.row(reach + r), shape.in);
            random.fill(row);
        }
        Matrix result((rows + reach) * rate, shape.out);
        Output output;
        output.values = result.row(0);
        output.valuesStride = rate * result.stride;
        WorkerPool pool(1);
        layer.run(pool, input.row(0), input.stride, rows + reach, output);
        for (std::size_t q = 0; q < (rows + reach) * rate; ++q) {
            for (std::size_t o = 0; o < shape.out; ++o) {
                double sum = bias[o];
                for (std::size_t r = 0; r < rows; ++r) {
                    for (std::size_t c = 0; q >= r * rate && q - r * rate < shape.kernel && c < shape.in; ++c) {
                        sum += static_cast<double>(weight[(c * shape.out + o) * shape.kernel + q - r * rate]) *
                               input.row(reach + r)[c];
                    }
                }
                REQUIRE(result.row(q)[o] == Approx(sum).margin(1e-3));
            }
        }
    }
}

TEST_CASE("a_value_that_is_only_added_stays_as_it_is") {
    WorkerPool pool(1);
    const Convolution layer({1, 1, 1, 1}, std::vector<float>{2.0F}, {});
    Matrix input(1, 1);
    *input.row(0) = 3.0F;
    Matrix values(1, 1);
    *values.row(0) = 10.0F;
    Matrix activated(1, 1);
    Output output;
    output.values = values.row(0);
    output.accumulate = true;
    output.keepValues = false;
    output.activated = activated.row(0);
    layer.run(pool, input.row(0), input.stride, 1, output);
    REQUIRE(*values.row(0) == 10.0F);
    REQUIRE(*activated.row(0) == 16.0F);
}

TEST_CASE("a_convolution_without_weights_is_empty") {
    REQUIRE(Convolution().empty());
    REQUIRE(Convolution({8, 8, 3, 1}, {}, {}).empty());
}

TEST_CASE("a_convolution_to_one_channel_is_a_moving_dot_product") {
    Random random(GENERATE(range(0U, 10U)));
    const std::size_t in = random.from(1, 40);
    const std::size_t kernel = random.from(1, 9);
    const std::size_t rows = random.from(1, 3000);
    Matrix input(rows + kernel - 1, in);
    random.fill(input.values);
    std::vector<float> weight(kernel * input.stride);
    for (std::size_t k = 0; k < kernel; ++k) {
        for (std::size_t i = 0; i < in; ++i) {
            weight[k * input.stride + i] = static_cast<float>(random.from(0, 100)) / 100.0F;
        }
    }
    WorkerPool pool(2);
    std::vector<float> result(rows);
    convolveToOne(pool, input.row(0), input.stride, rows, weight, 0.25F, result.data());
    for (std::size_t r = 0; r < rows; ++r) {
        const double sum = std::inner_product(weight.begin(), weight.end(), input.row(r), 0.25);
        REQUIRE(result[r] == Approx(sum).margin(1e-4));
    }
}

TEST_CASE("what_stands_between_convolutions_is_within_a_millionth_of_exact") {
    Random random(1);
    std::vector<float> values(1003);
    random.fill(values);
    for (float& value : values) {
        value *= 5.0F;
    }
    std::vector<float> tangents = values;
    parlando::engine::kernels::tanh(tangents);
    std::vector<float> units = values;
    gelu(units);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = values[i];
        REQUIRE(std::abs(tangents[i] - std::tanh(x)) < 1e-6);
        REQUIRE(std::abs(units[i] - x * 0.5 * (1.0 + std::erf(x / std::sqrt(2.0)))) < 1e-6 * (1.0 + std::abs(x)));
    }
}

TEST_CASE("a_gate_closes_for_low_and_opens_for_high_values") {
    const std::size_t channels = GENERATE(1, 5, 16, 23);
    const std::size_t rows = 37;
    Random random(2);
    Matrix input(rows, 2 * channels);
    random.fill(input.values);
    input.row(0)[0] = 100.0F;
    input.row(0)[channels] = 100.0F;
    input.row(1)[0] = -100.0F;
    input.row(1)[channels] = -100.0F;
    Matrix result(rows, channels);
    WorkerPool pool(2);
    gate(pool, input.row(0), input.stride, rows, channels, result.row(0), result.stride);
    REQUIRE(result.row(0)[0] == 1.0F);
    REQUIRE(result.row(1)[0] == 0.0F);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < channels; ++c) {
            const double open = 1.0 / (1.0 + std::exp(-static_cast<double>(input.row(r)[channels + c])));
            REQUIRE(std::abs(result.row(r)[c] - std::tanh(static_cast<double>(input.row(r)[c])) * open) < 1e-6);
        }
    }
}

TEST_CASE("rows_are_normalised_to_the_mean_and_deviation_of_their_norm") {
    const std::size_t channels = 19;
    Matrix rows(5, channels);
    Random(3).fill(rows.values);
    const std::vector<float> weight(channels, 2.0F);
    const std::vector<float> bias(channels, 1.0F);
    normaliseRows(rows.row(0), rows.stride, 5, weight, bias, 0.0);
    for (std::size_t r = 0; r < 5; ++r) {
        const double mean = std::accumulate(rows.row(r), rows.row(r) + channels, 0.0) / channels;
        double variance = 0.0;
        for (std::size_t c = 0; c < channels; ++c) {
            variance += (rows.row(r)[c] - mean) * (rows.row(r)[c] - mean) / channels;
        }
        REQUIRE(mean == Approx(1.0).margin(1e-5));
        REQUIRE(variance == Approx(4.0).margin(1e-4));
    }
}

TEST_CASE("softmax_makes_shares_of_one_and_survives_large_values") {
    Matrix rows(2, 3);
    std::ranges::copy(std::vector<float>{1000.0F, 1000.0F, -1000.0F}, rows.row(0));
    std::ranges::copy(std::vector<float>{0.0F, std::log(2.0F), std::log(5.0F)}, rows.row(1));
    softmaxRows(rows.row(0), rows.stride, 2, 3);
    REQUIRE(rows.row(0)[0] == Approx(0.5));
    REQUIRE(rows.row(0)[2] == 0.0F);
    REQUIRE(rows.row(1)[0] == Approx(0.125));
    REQUIRE(rows.row(1)[2] == Approx(0.625));
}

TEST_CASE("a_pool_runs_each_task_once_and_returns_when_all_are_done") {
    WorkerPool pool(GENERATE(1, 2, 4));
    for (const std::size_t count : {0U, 1U, 2U, 7U, 1000U}) {
        std::vector<std::atomic<int>> runs(count);
        pool.run(count, [&](std::size_t index) { ++runs[index]; });
        REQUIRE(std::ranges::all_of(runs, [](const auto& times) { return times == 1; }));
    }
    // Many short jobs one after the other: a late thread must not mistake one for another.
    std::atomic<std::size_t> sum = 0;
    for (int job = 0; job < 20000; ++job) {
        pool.run(3, [&](std::size_t index) { sum += index; });
    }
    REQUIRE(sum == 60000);
    // And after the threads have gone to sleep.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    pool.run(8, [&](std::size_t) { ++sum; });
    REQUIRE(sum == 60008);
}

TEST_CASE("a_queue_shows_zeros_around_its_rows_and_keeps_what_still_has_readers") {
    RowQueue queue(3, 2);
    for (int sequence = 0; sequence < 2; ++sequence) {
        queue.clear();
        std::int64_t kept = -2;
        for (std::int64_t position = 0; position < 500; ++position) {
            REQUIRE(queue.readyFor(2) == std::max<std::int64_t>(0, position - 2));
            *queue.append(1) = static_cast<float>(position + 1);
            for (std::int64_t back = std::max(kept, position - 9); back <= position; ++back) {
                REQUIRE(*queue.row(back) == (back < 0 ? 0.0F : static_cast<float>(back + 1)));
            }
            if (position % 7 == 0) {
                kept = std::max(kept, position - 9);
                queue.keepFrom(kept);
            }
        }
        queue.finish(490);
        REQUIRE(queue.finished());
        REQUIRE(queue.end() == 490);
        REQUIRE(queue.readyFor(2) == 490);
        REQUIRE(*queue.row(489) == 490.0F);
        REQUIRE(*queue.row(490) == 0.0F);
        REQUIRE(*queue.row(491) == 0.0F);
    }
}

TEST_CASE("rows_at_negative_positions_become_zeros") {
    RowQueue queue(1, 4);
    queue.clear(-3);
    REQUIRE(queue.end() == -3);
    REQUIRE(queue.readyFor(0) == 0);
    float* rows = queue.append(5);
    for (std::size_t i = 0; i < 5; ++i) {
        rows[i * queue.stride()] = 1.0F;
    }
    queue.zeroBefore();
    REQUIRE(queue.end() == 2);
    for (std::int64_t position = -4; position < 2; ++position) {
        REQUIRE(*queue.row(position) == (position < 0 ? 0.0F : 1.0F));
    }
}
