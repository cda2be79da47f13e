#include "engine/vits/duration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/kernels/elementwise.h"

namespace parlando::engine::vits {
namespace {

constexpr char kPrefix[] = "duration_predictor.";

// What a layer makes of one row.
std::vector<float> applyToOne(kernels::WorkerPool& pool, const kernels::Convolution& layer,
                              std::span<const float> input) {
    std::vector<float> result(kernels::paddedChannels(layer.shape().out) + kernels::kRowAlignment);
    kernels::Output output;
    output.values = result.data();
    output.valuesStride = kernels::paddedChannels(layer.shape().out);
    layer.run(pool, input.data(), input.size(), 1, output);
    return result;
}

void addToEach(Rows& rows, std::span<const float> values) {
    for (std::size_t i = 0; i < rows.count(); ++i) {
        for (std::size_t c = 0; c < rows.channels(); ++c) {
            rows.row(i)[c] += values[c];
        }
    }
}

class DeterministicPredictor : public DurationPredictor {
public:
    DeterministicPredictor(Values& values, const Config& config) {
        const std::string prefix = kPrefix;
        const std::int64_t filter = config.durationFilter;
        const std::int64_t kernel = config.durationKernel;
        m_first = convolution(values, prefix + "conv_1", {.in = config.hiddenSize, .out = filter, .kernel = kernel});
        m_firstNorm = channelNorm(values, prefix + "norm_1", filter, config.layerNormEpsilon);
        m_second = convolution(values, prefix + "conv_2", {.in = filter, .out = filter, .kernel = kernel});
        m_secondNorm = channelNorm(values, prefix + "norm_2", filter, config.layerNormEpsilon);
        m_project = convolution(values, prefix + "proj", {.in = filter, .out = 1});
        if (config.speakerEmbeddingSize > 0) {
            m_condition =
                convolution(values, prefix + "cond", {.in = config.speakerEmbeddingSize, .out = config.hiddenSize});
        }
    }

    std::vector<float> logDurations(kernels::WorkerPool& pool, const Rows& hidden, std::span<const float> speaker,
                                    double, const NoiseSource&) const override {
        const std::size_t symbols = hidden.count();
        const std::size_t filter = m_first.shape().out;
        Rows input(symbols, hidden.channels(), before(m_first), after(m_first));
        for (std::size_t i = 0; i < symbols; ++i) {
            std::copy_n(hidden.row(i), hidden.channels(), input.row(i));
        }
        if (!speaker.empty()) {
            addToEach(input, applyToOne(pool, m_condition, speaker));
        }
        Rows first(symbols, filter, before(m_second), after(m_second));
        apply(pool, m_first, input, rectified(first));
        first.normalise(m_firstNorm);
        Rows second(symbols, filter);
        apply(pool, m_second, first, rectified(second));
        second.normalise(m_secondNorm);
        Rows result(symbols, 1);
        apply(pool, m_project, second, into(result));
        return result.packed();
    }

private:
    kernels::Convolution m_first, m_second, m_project, m_condition;
    ChannelNorm m_firstNorm, m_secondNorm;
};

// Convolutions that are separable into depth and channels, with growing dilation and residual connections.
class SeparableStack {
public:
    SeparableStack(Values& values, const std::string& prefix, const Config& config)
        : m_kernel(static_cast<std::size_t>(config.durationKernel)) {
        const std::int64_t channels = config.hiddenSize;
        std::size_t dilation = 1;
        for (std::int64_t i = 0; i < config.separableLayers; ++i, dilation *= m_kernel) {
            const std::string index = "." + std::to_string(i);
            m_layers.push_back(Layer{
                dilation,
                values.weight(prefix + "convs_dilated" + index, {channels, 1, config.durationKernel}),
                values.tensor(prefix + "convs_dilated" + index + ".bias", {channels}),
                channelNorm(values, prefix + "norms_1" + index, channels),
                convolution(values, prefix + "convs_pointwise" + index, {.in = channels, .out = channels}),
                channelNorm(values, prefix + "norms_2" + index, channels),
            });
        }
    }

    void run(kernels::WorkerPool& pool, Rows& hidden) const {
        Rows spread(hidden.count(), hidden.channels());
        Rows mixed(hidden.count(), hidden.channels());
        for (const Layer& layer : m_layers) {
            convolveDepth(layer, hidden, spread);
            spread.normalise(layer.depthNorm);
            activate(spread);
            apply(pool, layer.point, spread, into(mixed));
            mixed.normalise(layer.pointNorm);
            activate(mixed);
            for (std::size_t i = 0; i < hidden.count(); ++i) {
                for (std::size_t c = 0; c < hidden.channels(); ++c) {
                    hidden.row(i)[c] += mixed.row(i)[c];
                }
            }
        }
    }

private:
    struct Layer {
        std::size_t dilation = 1;
        kernels::Floats depthWeight;  // [channels][kernel]
        kernels::Floats depthBias;
        ChannelNorm depthNorm;
        kernels::Convolution point;
        ChannelNorm pointNorm;
    };

    void convolveDepth(const Layer& layer, const Rows& input, Rows& result) const {
        const auto count = static_cast<std::int64_t>(input.count());
        const auto half = static_cast<std::int64_t>((m_kernel - 1) / 2 * layer.dilation);
        for (std::int64_t i = 0; i < count; ++i) {
            float* out = result.row(static_cast<std::size_t>(i));
            std::ranges::copy(layer.depthBias, out);
            for (std::size_t tap = 0; tap < m_kernel; ++tap) {
                const std::int64_t source = i - half + static_cast<std::int64_t>(tap * layer.dilation);
                if (source < 0 || source >= count) {
                    continue;
                }
                const float* in = input.row(static_cast<std::size_t>(source));
                for (std::size_t c = 0; c < input.channels(); ++c) {
                    out[c] += in[c] * layer.depthWeight[c * m_kernel + tap];
                }
            }
        }
    }

    static void activate(Rows& rows) { kernels::gelu({rows.row(0), rows.count() * rows.stride()}); }

    std::size_t m_kernel;
    std::vector<Layer> m_layers;
};

// Inverse of a monotonic rational-quadratic spline with linear tails (Durkan, Bekasov, Murray and
// Papamakarios, "Neural Spline Flows", 2019, equations 6 to 8).
class Spline {
public:
    Spline(std::size_t bins, double bound) : m_bins(bins), m_bound(bound), m_x(bins + 1), m_y(bins + 1) {}

    // `parameters` are unnormalised: bins widths, bins heights, bins - 1 derivatives; `scale` multiplies the first two.
    double inverse(double value, const float* parameters, double scale) {
        if (!(value >= -m_bound && value <= m_bound)) {
            return value;
        }
        edges(parameters, scale, m_x);
        edges(parameters + m_bins, scale, m_y);
        std::size_t bin = 0;
        // The upper bound itself belongs to the last bin.
        while (bin + 1 < m_bins && value >= m_y[bin + 1]) {
            ++bin;
        }
        const float* derivatives = parameters + 2 * m_bins;
        const double slopeBefore = bin == 0 ? 1.0 : slope(derivatives[bin - 1]);
        const double slopeAfter = bin + 1 == m_bins ? 1.0 : slope(derivatives[bin]);
        const double width = m_x[bin + 1] - m_x[bin];
        const double height = m_y[bin + 1] - m_y[bin];
        const double mean = height / width;
        const double excess = slopeBefore + slopeAfter - 2.0 * mean;
        const double rise = value - m_y[bin];
        const double a = rise * excess + height * (mean - slopeBefore);
        const double b = height * slopeBefore - rise * excess;
        const double c = -mean * rise;
        const double root = 2.0 * c / (-b - std::sqrt(std::max(0.0, b * b - 4.0 * a * c)));
        return root * width + m_x[bin];
    }

private:
    static double slope(double derivative) {
        constexpr double kMinimum = 1e-3;
        return kMinimum + (derivative > 20.0 ? derivative : std::log1p(std::exp(derivative)));
    }

    // Edges of the bins in [-bound, bound] from unnormalised sizes.
    void edges(const float* sizes, double scale, std::vector<double>& result) const {
        constexpr double kMinimumSize = 1e-3;
        const double largest = *std::max_element(sizes, sizes + m_bins) * scale;
        double sum = 0.0;
        for (std::size_t i = 0; i < m_bins; ++i) {
            result[i + 1] = std::exp(sizes[i] * scale - largest);
            sum += result[i + 1];
        }
        double edge = 0.0;
        for (std::size_t i = 0; i < m_bins; ++i) {
            edge += kMinimumSize + (1.0 - kMinimumSize * static_cast<double>(m_bins)) * result[i + 1] / sum;
            result[i + 1] = edge * 2.0 * m_bound - m_bound;
        }
        result.front() = -m_bound;
        result.back() = m_bound;
    }

    std::size_t m_bins;
    double m_bound;
    std::vector<double> m_x, m_y;
};

// One coupling of the stochastic predictor: the first of two channels decides how the second is bent.
class SplineCoupling {
public:
    SplineCoupling(Values& values, const std::string& prefix, const Config& config)
        : m_bins(static_cast<std::size_t>(config.durationFlowBins)),
          m_bound(config.durationTailBound),
          m_scale(1.0 / std::sqrt(static_cast<double>(config.hiddenSize))),
          m_expand(convolution(values, prefix + "conv_pre", {.in = 1, .out = config.hiddenSize})),
          m_stack(values, prefix + "conv_dds.", config),
          m_project(convolution(values, prefix + "conv_proj",
                                {.in = config.hiddenSize, .out = 3 * config.durationFlowBins - 1})) {}

    void inverse(kernels::WorkerPool& pool, const Rows& first, Rows& second, const Rows& condition) const {
        Rows hidden(first.count(), condition.channels());
        kernels::Output added = into(hidden);
        added.residual = condition.row(0);
        added.residualStride = condition.stride();
        apply(pool, m_expand, first, added);
        m_stack.run(pool, hidden);
        Rows parameters(first.count(), m_project.shape().out);
        apply(pool, m_project, hidden, into(parameters));
        Spline spline(m_bins, m_bound);
        for (std::size_t i = 0; i < first.count(); ++i) {
            *second.row(i) = static_cast<float>(spline.inverse(*second.row(i), parameters.row(i), m_scale));
        }
    }

private:
    std::size_t m_bins;
    double m_bound;
    double m_scale;
    kernels::Convolution m_expand;
    SeparableStack m_stack;
    kernels::Convolution m_project;
};

class StochasticPredictor : public DurationPredictor {
public:
    StochasticPredictor(Values& values, const Config& config)
        : m_stack(values, kPrefix + std::string("conv_dds."), config) {
        const std::string prefix = kPrefix;
        const std::int64_t hidden = config.hiddenSize;
        m_expand = convolution(values, prefix + "conv_pre", {.in = hidden, .out = hidden});
        m_project = convolution(values, prefix + "conv_proj", {.in = hidden, .out = hidden});
        if (config.speakerEmbeddingSize > 0) {
            m_condition = convolution(values, prefix + "cond", {.in = config.speakerEmbeddingSize, .out = hidden});
        }
        m_translate = values.tensor(prefix + "flows.0.translate", {2, 1});
        m_logScale = values.tensor(prefix + "flows.0.log_scale", {2, 1});
        // The published models are sampled without the first coupling, and so it is not read.
        for (std::int64_t i = config.durationFlows; i >= 2; --i) {
            m_couplings.emplace_back(values, prefix + "flows." + std::to_string(i) + ".", config);
        }
    }

    std::vector<float> logDurations(kernels::WorkerPool& pool, const Rows& hidden, std::span<const float> speaker,
                                    double noiseScale, const NoiseSource& noise) const override {
        const std::size_t symbols = hidden.count();
        Rows expanded(symbols, hidden.channels());
        apply(pool, m_expand, hidden, into(expanded));
        if (!speaker.empty()) {
            addToEach(expanded, applyToOne(pool, m_condition, speaker));
        }
        m_stack.run(pool, expanded);
        Rows condition(symbols, hidden.channels());
        apply(pool, m_project, expanded, into(condition));

        std::vector<float> drawn(2 * symbols);
        if (noiseScale != 0.0) {
            noise(NoiseKind::duration, 2, drawn);
        }
        std::array latents{Rows(symbols, 1), Rows(symbols, 1)};
        for (std::size_t i = 0; i < symbols; ++i) {
            *latents[0].row(i) = drawn[2 * i] * static_cast<float>(noiseScale);
            *latents[1].row(i) = drawn[2 * i + 1] * static_cast<float>(noiseScale);
        }
        for (const SplineCoupling& coupling : m_couplings) {
            std::swap(latents[0], latents[1]);
            coupling.inverse(pool, latents[0], latents[1], condition);
        }
        std::swap(latents[0], latents[1]);
        std::vector<float> result(symbols);
        for (std::size_t i = 0; i < symbols; ++i) {
            result[i] = (*latents[0].row(i) - m_translate[0]) * std::exp(-m_logScale[0]);
        }
        return result;
    }

private:
    SeparableStack m_stack;
    kernels::Convolution m_expand, m_project, m_condition;
    kernels::Floats m_translate, m_logScale;  // [2]
    std::vector<SplineCoupling> m_couplings;
};

}  // namespace

std::unique_ptr<DurationPredictor> durationPredictor(Values& values, const Config& config) {
    if (config.stochasticDurations) {
        return std::make_unique<StochasticPredictor>(values, config);
    }
    return std::make_unique<DeterministicPredictor>(values, config);
}

}  // namespace parlando::engine::vits
