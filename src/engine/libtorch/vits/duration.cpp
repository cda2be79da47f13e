#include "engine/libtorch/vits/duration.h"

#include <cmath>
#include <vector>

namespace parlando::engine::libtorch::vits {
namespace {

class DeterministicPredictor : public DurationPredictor {
public:
    DeterministicPredictor(Weights& weights, const Config& config) {
        const std::string prefix = "duration_predictor.";
        const std::int64_t filter = config.durationFilter;
        const std::int64_t kernel = config.durationKernel;
        m_first = convolution(weights, prefix + "conv_1", {.in = config.hiddenSize, .out = filter, .kernel = kernel});
        m_firstNorm = channelNorm(weights, prefix + "norm_1", filter, config.layerNormEpsilon);
        m_second = convolution(weights, prefix + "conv_2", {.in = filter, .out = filter, .kernel = kernel});
        m_secondNorm = channelNorm(weights, prefix + "norm_2", filter, config.layerNormEpsilon);
        m_project = convolution(weights, prefix + "proj", {.in = filter, .out = 1});
        if (config.speakerEmbeddingSize > 0) {
            m_condition =
                convolution(weights, prefix + "cond", {.in = config.speakerEmbeddingSize, .out = config.hiddenSize});
        }
    }

    at::Tensor logDurations(const at::Tensor& hidden, const at::Tensor& speaker, double,
                            const NoiseSource&) const override {
        const at::Tensor input = speaker.defined() ? hidden + m_condition(speaker) : hidden;
        return m_project(m_secondNorm(at::relu(m_second(m_firstNorm(at::relu(m_first(input)))))));
    }

private:
    Convolution m_first, m_second, m_project, m_condition;
    ChannelNorm m_firstNorm, m_secondNorm;
};

// Convolutions that are separable into depth and channels, with growing dilation and residual connections.
class SeparableStack {
public:
    SeparableStack(Weights& weights, const std::string& prefix, const Config& config) {
        const std::int64_t channels = config.hiddenSize;
        std::int64_t dilation = 1;
        for (std::int64_t i = 0; i < config.separableLayers; ++i, dilation *= config.durationKernel) {
            const std::string index = "." + std::to_string(i);
            m_layers.push_back(Layer{
                convolution(weights, prefix + "convs_dilated" + index,
                            {.in = channels,
                             .out = channels,
                             .kernel = config.durationKernel,
                             .dilation = dilation,
                             .groups = channels}),
                channelNorm(weights, prefix + "norms_1" + index, channels),
                convolution(weights, prefix + "convs_pointwise" + index, {.in = channels, .out = channels}),
                channelNorm(weights, prefix + "norms_2" + index, channels),
            });
        }
    }

    at::Tensor operator()(at::Tensor hidden) const {
        for (const Layer& layer : m_layers) {
            const at::Tensor spread = at::gelu(layer.depthNorm(layer.depth(hidden)));
            hidden = hidden + at::gelu(layer.pointNorm(layer.point(spread)));
        }
        return hidden;
    }

private:
    struct Layer {
        Convolution depth;
        ChannelNorm depthNorm;
        Convolution point;
        ChannelNorm pointNorm;
    };
    std::vector<Layer> m_layers;
};

// Edges of the bins in [-bound, bound] from unnormalised sizes [..., bins]: [..., bins + 1].
at::Tensor binEdges(const at::Tensor& sizes, double bound) {
    constexpr double kMinimumSize = 1e-3;
    const auto bins = static_cast<double>(sizes.size(-1));
    const at::Tensor normalised = kMinimumSize + (1.0 - kMinimumSize * bins) * sizes.softmax(-1);
    at::Tensor edges = at::constant_pad_nd(normalised.cumsum(-1), {1, 0}) * (2.0 * bound) - bound;
    edges.select(-1, 0).fill_(-bound);
    edges.select(-1, -1).fill_(bound);
    return edges;
}

// Inverse of the monotonic rational-quadratic spline with linear tails (Durkan, Bekasov, Murray and
// Papamakarios, "Neural Spline Flows", 2019, equations 6 to 8). `values` [...]; the other three
// [..., bins], [..., bins] and [..., bins - 1].
at::Tensor inverseSpline(const at::Tensor& values, const at::Tensor& widths, const at::Tensor& heights,
                         const at::Tensor& derivatives, double bound) {
    constexpr double kMinimumDerivative = 1e-3;
    // Slope 1 at both ends continues the tails.
    const double edge = std::log(std::exp(1.0 - kMinimumDerivative) - 1.0);
    const at::Tensor slopes =
        kMinimumDerivative + at::softplus(at::constant_pad_nd(derivatives, {1, 1}, edge));  // [..., bins + 1]
    const at::Tensor x = binEdges(widths, bound);
    const at::Tensor y = binEdges(heights, bound);

    const at::Tensor inside = (values >= -bound).logical_and(values <= bound);
    const at::Tensor clamped = values.clamp(-bound, bound);
    at::Tensor searched = y.clone();
    searched.select(-1, -1).add_(1e-6);  // the upper bound itself belongs to the last bin
    const at::Tensor bin =
        ((clamped.unsqueeze(-1) >= searched).sum(-1, /*keepdim=*/true) - 1).clamp(0, widths.size(-1) - 1);
    const auto at = [&bin](const at::Tensor& edges) { return edges.gather(-1, bin).squeeze(-1); };
    const auto after = [&bin](const at::Tensor& edges) { return edges.gather(-1, bin + 1).squeeze(-1); };

    const at::Tensor width = after(x) - at(x);
    const at::Tensor height = after(y) - at(y);
    const at::Tensor slope = height / width;
    const at::Tensor excess = at(slopes) + after(slopes) - 2.0 * slope;
    const at::Tensor rise = clamped - at(y);

    const at::Tensor a = rise * excess + height * (slope - at(slopes));
    const at::Tensor b = height * at(slopes) - rise * excess;
    const at::Tensor c = -slope * rise;
    const at::Tensor discriminant = (b * b - 4.0 * a * c).clamp_min(0.0);
    const at::Tensor root = 2.0 * c / (-b - discriminant.sqrt());
    return at::where(inside, root * width + at(x), values);
}

// One coupling of the stochastic predictor: the first channel decides how the second is bent.
class SplineCoupling {
public:
    SplineCoupling(Weights& weights, const std::string& prefix, const Config& config)
        : m_bins(config.durationFlowBins),
          m_bound(config.durationTailBound),
          m_hidden(config.hiddenSize),
          m_expand(convolution(weights, prefix + "conv_pre", {.in = 1, .out = config.hiddenSize})),
          m_stack(weights, prefix + "conv_dds.", config),
          m_project(convolution(weights, prefix + "conv_proj",
                                {.in = config.hiddenSize, .out = 3 * config.durationFlowBins - 1})) {}

    at::Tensor inverse(const at::Tensor& latents, const at::Tensor& condition) const {
        const at::Tensor first = latents.narrow(1, 0, 1);
        const at::Tensor parameters = m_project(m_stack(m_expand(first) + condition)).transpose(1, 2);
        const double scale = 1.0 / std::sqrt(static_cast<double>(m_hidden));
        const at::Tensor second = inverseSpline(latents.select(1, 1), parameters.narrow(2, 0, m_bins) * scale,
                                                parameters.narrow(2, m_bins, m_bins) * scale,
                                                parameters.narrow(2, 2 * m_bins, m_bins - 1), m_bound);
        return at::cat({first, second.unsqueeze(1)}, 1);
    }

private:
    std::int64_t m_bins;
    double m_bound;
    std::int64_t m_hidden;
    Convolution m_expand;
    SeparableStack m_stack;
    Convolution m_project;
};

class StochasticPredictor : public DurationPredictor {
public:
    StochasticPredictor(Weights& weights, const Config& config)
        : m_stack(weights, kPrefix + std::string("conv_dds."), config) {
        const std::string prefix = kPrefix;
        const std::int64_t hidden = config.hiddenSize;
        m_expand = convolution(weights, prefix + "conv_pre", {.in = hidden, .out = hidden});
        m_project = convolution(weights, prefix + "conv_proj", {.in = hidden, .out = hidden});
        if (config.speakerEmbeddingSize > 0) {
            m_condition = convolution(weights, prefix + "cond", {.in = config.speakerEmbeddingSize, .out = hidden});
        }
        m_translate = weights.tensor(prefix + "flows.0.translate", {2, 1});
        m_logScale = weights.tensor(prefix + "flows.0.log_scale", {2, 1});
        // The published models are sampled without the first coupling, and so it is not read.
        for (std::int64_t i = config.durationFlows; i >= 2; --i) {
            m_couplings.emplace_back(weights, prefix + "flows." + std::to_string(i) + ".", config);
        }
    }

    at::Tensor logDurations(const at::Tensor& hidden, const at::Tensor& speaker, double noiseScale,
                            const NoiseSource& noise) const override {
        at::Tensor condition = m_expand(hidden);
        if (speaker.defined()) {
            condition = condition + m_condition(speaker);
        }
        condition = m_project(m_stack(condition));

        const std::vector<std::int64_t> shape{1, 2, hidden.size(2)};
        at::Tensor latents =
            noiseScale == 0.0 ? at::zeros(shape, hidden.options()) : noise(NoiseKind::duration, shape) * noiseScale;
        for (const SplineCoupling& coupling : m_couplings) {
            latents = coupling.inverse(latents.flip(1), condition);
        }
        latents = (latents.flip(1) - m_translate) * at::exp(-m_logScale);
        return latents.narrow(1, 0, 1);
    }

private:
    static constexpr char kPrefix[] = "duration_predictor.";
    SeparableStack m_stack;
    Convolution m_expand, m_project, m_condition;
    at::Tensor m_translate, m_logScale;  // [2, 1]
    std::vector<SplineCoupling> m_couplings;
};

}  // namespace

std::unique_ptr<DurationPredictor> durationPredictor(Weights& weights, const Config& config) {
    if (config.stochasticDurations) {
        return std::make_unique<StochasticPredictor>(weights, config);
    }
    return std::make_unique<DeterministicPredictor>(weights, config);
}

}  // namespace parlando::engine::libtorch::vits
