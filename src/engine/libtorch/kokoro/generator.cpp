#include "engine/libtorch/kokoro/generator.h"

#include <cmath>
#include <functional>
#include <numeric>
#include <string>

#include <spdlog/fmt/fmt.h>

#include "engine/libtorch/compute_device.h"

namespace parlando::engine::libtorch::kokoro {
namespace {

constexpr double kLowestPitch = 10.0;  // Hz: below it there is no voice
constexpr double kSineAmplitude = 0.1;
constexpr double kVoicedNoise = 0.003;
constexpr double kUnvoicedNoise = kSineAmplitude / 3.0;

constexpr double kLeakySlope = 0.1;
constexpr double kLastSlope = 0.01;  // before the last convolution, as the published models were trained
const std::vector<std::int64_t> kSourceDilations = {1, 3, 5};

const std::string kPrefix = "decoder.generator.";

}  // namespace

HarmonicSource::HarmonicSource(Weights& weights, const Config& config)
    : m_samplesPerPitch(config.samplesPerPitch()),
      m_sampleRate(config.sampleRate),
      m_mix(weights, kPrefix + "m_source.l_linear", kAny, 1) {}

at::Tensor HarmonicSource::operator()(const at::Tensor& pitch, const at::Tensor& phases,
                                      const at::Tensor& noise) const {
    // The published models draw sines from a phase that is summed up at the rate of the pitch curve and interpolated in
    // between. In F64: the sum reaches thousands of turns, of which only the fraction counts.
    const at::Tensor numbers = at::arange(1, harmonics() + 1, pitch.options().dtype(at::kDouble)).view({1, -1, 1});
    at::Tensor turns = at::remainder(pitch.to(at::kDouble).unsqueeze(1) * numbers / m_sampleRate, 1.0);
    // What a pitch value is to the sum is the middle of its samples. The initial phase is added to the first sample,
    // so that it is heard only where the middle is there. The fundamental has none.
    if (m_samplesPerPitch <= 2) {
        const double share = m_samplesPerPitch == 1 ? 1.0 : 0.5;
        turns.slice(1, 1).select(2, 0).add_(phases.slice(1, 1).to(at::kDouble), share);
    }
    const at::Tensor sums = at::cumsum(turns, 2) * (2.0 * M_PI * static_cast<double>(m_samplesPerPitch));
    // A named list: there is a second overload.
    const std::int64_t samples = sums.size(2) * m_samplesPerPitch;
    const at::Tensor angles = at::upsample_linear1d(sums, at::IntArrayRef(samples), /*align_corners=*/false,
                                                    static_cast<double>(m_samplesPerPitch));
    const at::Tensor sines = at::sin(angles).transpose(1, 2).to(at::kFloat);  // [1, samples, harmonics]

    const at::Tensor voiced =
        at::repeat_interleave(pitch > kLowestPitch, m_samplesPerPitch, 1).unsqueeze(2).to(at::kFloat);
    const at::Tensor loudness = voiced * (kVoicedNoise - kUnvoicedNoise) + kUnvoicedNoise;
    return at::tanh(m_mix(sines * voiced * kSineAmplitude + noise * loudness)).squeeze(2);
}

Generator::Generator(Weights& weights, const Config& config, std::int64_t channels, std::int64_t styleSize)
    : m_source(weights, config),
      m_hop(config.hop),
      m_last(weights, kPrefix + "conv_post", {.in = kAny}),
      m_transformSize(extent(m_last.weight, 0) - 2) {
    if (m_transformSize < 2 || m_transformSize % 2 != 0 || m_hop > m_transformSize) {
        weights.reject(kPrefix + "conv_post.weight", "its outputs are not a spectrum for gen_istft_hop_size");
        return;
    }
    m_window = at::hann_window(m_transformSize, m_last.weight.options());
    const std::size_t stages = countParts(weights, kPrefix + "ups.");
    if (stages != config.upsampleRates.size()) {
        weights.reject(kPrefix + "ups.0.weight", fmt::format("there are {} upsampling layers and {} upsample_rates",
                                                             stages, config.upsampleRates.size()));
        return;
    }
    for (std::size_t i = 0; i < stages; ++i) {
        m_stages.push_back(readStage(weights, config, i, channels, styleSize));
        channels = extent(m_stages.back().upsampler.weight, 1);
    }
    if (extent(m_last.weight, 1) != channels) {
        weights.reject(kPrefix + "conv_post.weight", fmt::format("it must take {} channels", channels));
    }
}

Generator::Stage Generator::readStage(Weights& weights, const Config& config, std::size_t index, std::int64_t channels,
                                      std::int64_t styleSize) const {
    const std::string number = std::to_string(index);
    const bool last = index + 1 == config.upsampleRates.size();
    const std::string upsampler = kPrefix + "ups." + number;
    const std::int64_t rate = config.upsampleRates[index];
    const at::Tensor weight = weights.weight(upsampler, {channels, kAny, kAny});
    const std::int64_t out = extent(weight, 1);
    const std::int64_t surplus = extent(weight, 2) - rate;
    if (surplus < 0 || surplus % 2 != 0) {
        weights.reject(upsampler + ".weight", "its kernel must exceed its rate in upsample_rates by an even number");
    }

    const std::int64_t stride = std::accumulate(config.upsampleRates.begin() + static_cast<std::ptrdiff_t>(index) + 1,
                                                config.upsampleRates.end(), std::int64_t{1}, std::multiplies<>());
    const std::string sourceConvolution = kPrefix + "noise_convs." + number;
    Convolution convolution;
    convolution.weight =
        weights.tensor(sourceConvolution + ".weight", {out, m_transformSize + 2, last ? 1 : 2 * stride});
    convolution.bias = weights.tensor(sourceConvolution + ".bias", {out});
    convolution.stride = stride;
    convolution.padding = last ? 0 : (stride + 1) / 2;

    Stage stage{convolution,
                SnakeBlock(weights, kPrefix + "noise_res." + number, out, styleSize, kSourceDilations),
                {weight, weights.tensor(upsampler + ".bias", {out}), rate, surplus / 2},
                {}};
    const std::size_t kinds = config.resblockDilations.size();
    for (std::size_t k = 0; k < kinds; ++k) {
        stage.blocks.emplace_back(weights, kPrefix + "resblocks." + std::to_string(index * kinds + k), out, styleSize,
                                  config.resblockDilations[k]);
    }
    return stage;
}

at::Tensor Generator::operator()(const at::Tensor& hidden, const at::Tensor& source, const at::Tensor& style,
                                 const Trace& trace) const {
    const at::Tensor spectrum = at::stft(source, m_transformSize, m_hop, m_transformSize, m_window, /*center=*/true,
                                         "reflect", /*normalized=*/false, /*onesided=*/true, /*return_complex=*/true);
    const at::Tensor harmonics = traced(trace, "har", at::cat({at::abs(spectrum), at::angle(spectrum)}, 1));

    at::Tensor sound = hidden;
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        const Stage& stage = m_stages[i];
        at::Tensor added = stage.sourceConvolution(harmonics);
        added = stage.sourceBlock(traced(trace, "noise_conv_" + std::to_string(i), added), style);
        sound = stage.upsampler(at::leaky_relu(sound, kLeakySlope));
        if (i + 1 == m_stages.size()) {
            sound = at::reflection_pad1d(sound, {1, 0});  // a spectrum more than there are hops
        }
        sound.add_(added);
        at::Tensor sum;
        for (const SnakeBlock& block : stage.blocks) {
            const at::Tensor out = block(sound, style);
            sum = sum.defined() ? sum.add_(out) : out;
        }
        sound = sum.div_(static_cast<double>(stage.blocks.size()));
    }
    const at::Tensor last = traced(trace, "conv_post", m_last(at::leaky_relu_(sound, kLastSlope)));
    const std::vector<at::Tensor> parts = last.chunk(2, 1);
    return at::istft(at::polar(at::exp(parts[0]), at::sin(parts[1])), m_transformSize, m_hop, m_transformSize, m_window,
                     /*center=*/true, /*normalized=*/false, /*onesided=*/true, /*length=*/c10::nullopt,
                     /*return_complex=*/false);
}

}  // namespace parlando::engine::libtorch::kokoro
