#include "engine/kokoro/generator.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "engine/kernels/transposed.h"
#include "engine/kokoro/decoder.h"

namespace parlando::engine::kokoro {
namespace {

using kernels::Output;
using kernels::WorkerPool;

constexpr float kLeakySlope = 0.1F;
constexpr float kLastSlope = 0.01F;  // before the last convolution, as the published models were trained
const std::vector<std::int64_t> kSourceDilations = {1, 3, 5};
// Points of a transform, which is done as a product with a matrix; published models have 20.
constexpr std::size_t kLongestTransform = 2048;

const std::string kPrefix = "decoder.generator.";

// Weights [out][in][kernel] of a convolution over spectra whose stride is `stride`, for one without a stride over rows
// of so many spectra, each padded to whole vectors.
kernels::Convolution withStride(const Values::Array& weight, const kernels::Floats& bias, std::size_t stride) {
    if (weight.values.empty()) {
        return {};
    }
    const auto out = static_cast<std::size_t>(weight.shape[0]);
    const auto in = static_cast<std::size_t>(weight.shape[1]);
    const auto kernel = static_cast<std::size_t>(weight.shape[2]);
    const std::size_t padded = kernels::paddedChannels(in);
    const std::size_t taps = (kernel + stride - 1) / stride;
    std::vector<float> merged(out * stride * padded * taps);
    for (std::size_t o = 0; o < out; ++o) {
        for (std::size_t i = 0; i < in; ++i) {
            for (std::size_t k = 0; k < kernel; ++k) {
                const std::size_t channel = k % stride * padded + i;
                merged[(o * stride * padded + channel) * taps + k / stride] = weight.values[(o * in + i) * kernel + k];
            }
        }
    }
    return {{stride * padded, out, taps}, merged, bias};
}

Rows leaky(const Rows& rows, std::size_t zeros) {
    Rows result(rows.count(), rows.channels(), zeros, zeros);
    for (std::size_t i = 0; i < rows.count(); ++i) {
        std::transform(rows.row(i), rows.row(i) + rows.channels(), result.row(i),
                       [](float value) { return value < 0.0F ? kLeakySlope * value : value; });
    }
    return result;
}

}  // namespace

Generator::Generator(Values& values, const Config& config)
    : m_source(values, kPrefix + "m_source.l_linear", config),
      m_last(readConvolution(values, kPrefix + "conv_post", {.in = kAny})) {
    const std::size_t outputs = m_last.shape().out;
    const auto hop = static_cast<std::size_t>(config.hop);
    if (outputs < 4 || outputs % 2 != 0 || hop > outputs - 2 || outputs - 2 > kLongestTransform) {
        values.reject(kPrefix + "conv_post.weight", "its outputs are not a spectrum for gen_istft_hop_size");
        return;
    }
    m_transform = {outputs - 2, hop};
    const std::size_t stages = countParts(values, kPrefix + "ups.");
    if (stages != config.upsampleRates.size()) {
        values.reject(kPrefix + "ups.0.weight", fmt::format("there are {} upsampling layers and {} upsample_rates",
                                                            stages, config.upsampleRates.size()));
        return;
    }
    const std::int64_t styleSize = soundStyleSize(values);
    std::int64_t channels = kAny;
    for (std::size_t i = 0; i < stages; ++i) {
        m_stages.push_back(readStage(values, config, i, channels, styleSize));
        channels = m_stages.back().outputs;
    }
    if (m_last.shape().in != static_cast<std::size_t>(channels)) {
        values.reject(kPrefix + "conv_post.weight", fmt::format("it must take {} channels", channels));
    }
}

Generator::Stage Generator::readStage(Values& values, const Config& config, std::size_t index, std::int64_t channels,
                                      std::int64_t styleSize) const {
    const std::string number = std::to_string(index);
    const bool last = index + 1 == config.upsampleRates.size();
    const std::string upsampler = kPrefix + "ups." + number;
    const std::int64_t rate = config.upsampleRates[index];
    const Values::Array weight = values.weightArray(upsampler, {channels, kAny, kAny});
    const std::int64_t in = weight.shape.empty() ? 0 : weight.shape[0];
    const std::int64_t out = weight.shape.empty() ? 0 : weight.shape[1];
    const std::int64_t kernel = weight.shape.empty() ? 0 : weight.shape[2];
    if (weight.values.empty()) {
        values.reject(upsampler + ".weight", "it has no values");
    }
    if (kernel < rate || (kernel - rate) % 2 != 0) {
        values.reject(upsampler + ".weight", "its kernel must exceed its rate in upsample_rates by an even number");
    }
    const std::int64_t stride = std::accumulate(config.upsampleRates.begin() + static_cast<std::ptrdiff_t>(index) + 1,
                                                config.upsampleRates.end(), std::int64_t{1}, std::multiplies<>());
    const std::string source = kPrefix + "noise_convs." + number;
    const auto spectrum = static_cast<std::int64_t>(m_last.shape().out);
    const Values::Array sourceWeight = values.array(source + ".weight", {out, spectrum, last ? 1 : 2 * stride});

    Stage stage{
        .source = withStride(sourceWeight, values.tensor(source + ".bias", {out}), static_cast<std::size_t>(stride)),
        .sourceStride = static_cast<std::size_t>(stride),
        .sourcePadding = last ? 0 : static_cast<std::size_t>(stride + 1) / 2,
        .sourceBlock = SnakeBlock(values, kPrefix + "noise_res." + number, out, styleSize, kSourceDilations),
        .outputs = out,
        .slope = last ? kLastSlope : kLeakySlope,
    };
    const kernels::Floats bias = values.tensor(upsampler + ".bias", {out});
    if (values.status()) {
        stage.rate = static_cast<std::size_t>(rate);
        stage.padding = static_cast<std::size_t>(kernel - rate) / 2;
        stage.upsampler = kernels::transposedConvolution(
            {static_cast<std::size_t>(in), static_cast<std::size_t>(out), static_cast<std::size_t>(kernel)}, stage.rate,
            weight.values, bias);
    }
    const std::size_t kinds = config.resblockDilations.size();
    for (std::size_t k = 0; k < kinds; ++k) {
        stage.blocks.emplace_back(values, kPrefix + "resblocks." + std::to_string(index * kinds + k), out, styleSize,
                                  config.resblockDilations[k]);
    }
    return stage;
}

// `input` is activated and has as many rows of zeros around it as the upsampler reads.
Rows Generator::run(WorkerPool& pool, const Stage& stage, std::size_t index, const Rows& input, const Rows& harmonics,
                    std::span<const float> style, const Trace& trace) const {
    const bool last = index + 1 == m_stages.size();
    const std::size_t reach = stage.upsampler.shape().kernel - 1;
    const std::size_t shifted = last ? 1 : 0;  // a spectrum more than there are hops
    const std::size_t rows = input.count() * stage.rate + shifted;
    const auto width = static_cast<std::size_t>(stage.outputs);
    // The upsampler makes the rows that are cut off as well.
    Rows sound(rows, width, stage.padding, reach * stage.rate);
    stage.source.run(pool, harmonics.row(0) - stage.sourcePadding * harmonics.stride(),
                     stage.sourceStride * harmonics.stride(), rows, into(sound));
    traced(trace, "noise_conv_" + std::to_string(index), sound);
    Rows between(rows, width);
    stage.sourceBlock.run(pool, sound, style, sound, between, into(sound));

    const std::vector<float> front(sound.row(0), sound.row(0) + width);
    Output added = into(sound);
    added.values += shifted * sound.stride();
    added.values -= stage.padding * sound.stride();
    added.valuesStride = stage.rate * sound.stride();
    added.accumulate = true;
    const float* const before = input.row(0) - reach * input.stride();
    stage.upsampler.run(pool, before, input.stride(), input.count() + reach, added);
    if (last) {
        // Before its first row stands the second, a mirror image, and not what was cut off.
        const std::size_t second = stage.padding + 1;
        Rows first((second / stage.rate + 1) * stage.rate, width);
        Output output = into(first);
        output.valuesStride = stage.rate * first.stride();
        stage.upsampler.run(pool, before, input.stride(), first.count() / stage.rate, output);
        std::transform(first.row(second), first.row(second) + width, front.begin(), sound.row(0), std::plus<>());
    }

    // The first block works in the sum, the last one in the input of all: only others need more memory.
    const std::size_t blocks = stage.blocks.size();
    const std::size_t zeros = last ? after(m_last) : m_stages[index + 1].upsampler.shape().kernel - 1;
    Rows sum(rows, width, zeros, zeros);
    Rows work(blocks > 2 ? rows : 0, width);
    for (std::size_t k = 0; k < blocks; ++k) {
        Output output = into(sum);
        output.accumulate = k > 0;
        if (k + 1 == blocks) {
            output.keepValues = false;
            output.scale = 1.0F / static_cast<float>(blocks);
            output.activated = sum.row(0);
            output.activatedStride = sum.stride();
            output.slope = stage.slope;
        }
        stage.blocks[k].run(pool, sound, style, k == 0 ? sum : k + 1 == blocks ? sound : work, between, output);
    }
    return sum;
}

std::vector<float> Generator::operator()(WorkerPool& pool, Rows hidden, Rows source, std::span<const float> style,
                                         const Trace& trace) const {
    Rows spectra(0, m_last.shape().out);
    {
        const Rows given = std::move(source);
        std::vector<float> samples(given.count());
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] = given.row(i)[0];
        }
        spectra = m_transform.polar(pool, samples);
    }
    traced(trace, "har", spectra);
    std::size_t zeros = 0;
    for (const Stage& stage : m_stages) {
        zeros = std::max(zeros, stage.sourceStride * stage.source.shape().kernel);
    }
    Rows harmonics(spectra.count(), spectra.channels(), zeros, zeros);
    std::copy_n(spectra.row(0), spectra.count() * spectra.stride(), harmonics.row(0));

    Rows sound = leaky(hidden, m_stages.front().upsampler.shape().kernel - 1);
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        sound = run(pool, m_stages[i], i, sound, harmonics, style, trace);
    }
    apply(pool, m_last, sound, into(spectra));
    traced(trace, "conv_post", spectra);
    for (std::size_t row = 0; row < spectra.count(); ++row) {
        float* const logarithm = spectra.row(row);
        const std::size_t bins = spectra.channels() / 2;
        for (std::size_t k = 0; k < bins; ++k) {
            logarithm[k] = std::exp(logarithm[k]);
            logarithm[bins + k] = std::sin(logarithm[bins + k]);
        }
    }
    return m_transform.inverse(pool, spectra);
}

}  // namespace parlando::engine::kokoro
