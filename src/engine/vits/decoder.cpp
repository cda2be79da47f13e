#include "engine/vits/decoder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include "engine/kernels/elementwise.h"
#include "engine/kernels/transposed.h"

namespace parlando::engine::vits {
namespace {

using kernels::Convolution;
using kernels::Output;
using kernels::paddedChannels;
using kernels::RowQueue;

constexpr std::int64_t kOuterKernel = 7;
// The published models were trained with this slope before the last convolution, whatever config.json says.
constexpr float kLastSlope = 0.01F;
// Values of an activation that a stage makes before its blocks go on with them: 256 KiB. A stage has up to thirty
// activations; for a whole window they would fill no cache but the memory.
constexpr std::int64_t kValuesAtOnce = 64 * 1024;

void finishWith(RowQueue& queue, const RowQueue& source) {
    if (source.finished() && !queue.finished() && queue.end() == source.end()) {
        queue.finish(queue.end());
    }
}

// Shows rows with what is negative in them multiplied by `factor`.
void traceRows(const Trace& trace, const char* stage, RowQueue& queue, std::int64_t from, std::size_t channels,
               float factor) {
    std::vector<float> rows;
    for (; from < queue.end(); ++from) {
        std::transform(queue.row(from), queue.row(from) + channels, std::back_inserter(rows),
                       [factor](float value) { return value < 0.0F ? value * factor : value; });
    }
    trace(stage, channels, rows);
}

}  // namespace

std::size_t Decoder::Block::lookahead() const {
    std::size_t rows = 0;
    for (const Unit& unit : units) {
        rows += after(unit.dilated) + after(unit.plain);
    }
    return rows;
}

Decoder::Decoder(Values& values, const Config& config) : m_slope(static_cast<float>(config.leakyReluSlope)) {
    std::int64_t channels = config.upsampleChannels;
    m_first = convolution(values, "decoder.conv_pre", {.in = config.flowSize, .out = channels, .kernel = kOuterKernel});
    m_latents = RowQueue(static_cast<std::size_t>(config.flowSize), before(m_first));
    if (config.speakerEmbeddingSize > 0) {
        m_condition = convolution(values, "decoder.cond", {.in = config.speakerEmbeddingSize, .out = channels});
    }
    std::size_t blockIndex = 0;
    for (std::size_t i = 0; i < config.upsampleRates.size(); ++i) {
        const std::string name = "decoder.upsampler." + std::to_string(i);
        const std::int64_t in = channels;
        // Halved from the original in every stage, as the published layout does it, odd sizes included.
        channels = config.upsampleChannels >> (i + 1);
        const auto width = static_cast<std::size_t>(channels);
        const std::int64_t kernel = config.upsampleKernels[i];
        Stage stage;
        stage.rate = config.upsampleRates[i];
        stage.padding = (kernel - stage.rate) / 2;
        stage.upsampler = kernels::transposedConvolution(
            {static_cast<std::size_t>(in), width, static_cast<std::size_t>(kernel)},
            static_cast<std::size_t>(stage.rate), values.weight(name, {in, channels, kernel}),
            values.tensor(name + ".bias", {channels}));
        stage.slope = i + 1 < config.upsampleRates.size() ? m_slope : kLastSlope;
        std::size_t widest = 0;
        for (std::size_t k = 0; k < config.resblockKernels.size(); ++k, ++blockIndex) {
            const std::string prefix = "decoder.resblocks." + std::to_string(blockIndex) + ".";
            const bool pairs = config.residualBlock == ResidualBlock::pairs;
            Block block;
            for (std::size_t d = 0; d < config.resblockDilations[k].size(); ++d) {
                const std::string index = std::to_string(d);
                LayerShape shape{.in = channels, .out = channels, .kernel = config.resblockKernels[k]};
                Unit unit;
                if (pairs) {
                    unit.plain = convolution(values, prefix + "convs2." + index, shape);
                    unit.middle = RowQueue(width, before(unit.plain));
                }
                shape.dilation = config.resblockDilations[k][d];
                unit.dilated = convolution(values, prefix + (pairs ? "convs1." : "convs.") + index, shape);
                unit.raw = RowQueue(width, 0);
                if (d > 0) {
                    block.units.back().activated = RowQueue(width, before(unit.dilated));
                } else {
                    widest = std::max(widest, before(unit.dilated));
                }
                block.units.push_back(std::move(unit));
            }
            stage.blocks.push_back(std::move(block));
        }
        std::ranges::stable_sort(stage.blocks, {}, &Block::lookahead);
        stage.input = RowQueue(static_cast<std::size_t>(in), stage.upsampler.shape().kernel - 1);
        const auto cut = static_cast<std::size_t>(stage.padding);
        stage.raw = RowQueue(width, cut);
        stage.activated = RowQueue(width, std::max(widest, cut));
        stage.sum = RowQueue(width, 0);
        m_stages.push_back(std::move(stage));
    }
    m_lastHalf = static_cast<std::size_t>(kOuterKernel / 2);
    const auto width = static_cast<std::size_t>(channels);
    m_end = RowQueue(width, m_lastHalf);
    const kernels::Floats last = values.weight("decoder.conv_post", {1, channels, kOuterKernel});
    m_lastWeight.assign(static_cast<std::size_t>(kOuterKernel) * paddedChannels(width), 0.0F);
    for (std::size_t i = 0; i < last.size(); ++i) {
        const std::size_t tap = i % static_cast<std::size_t>(kOuterKernel);
        m_lastWeight[tap * paddedChannels(width) + i / static_cast<std::size_t>(kOuterKernel)] = last[i];
    }
}

std::size_t Decoder::lookahead() const {
    auto frames = static_cast<double>(after(m_first));
    double rowsPerFrame = 1.0;
    for (const Stage& stage : m_stages) {
        rowsPerFrame *= static_cast<double>(stage.rate);
        const auto rows = static_cast<double>(stage.padding) + static_cast<double>(stage.blocks.back().lookahead());
        frames += rows / rowsPerFrame;
    }
    return static_cast<std::size_t>(std::ceil(frames + static_cast<double>(m_lastHalf) / rowsPerFrame));
}

void Decoder::begin(kernels::WorkerPool& pool, std::span<const float> speaker) {
    m_latents.clear();
    m_end.clear();
    m_taken = 0;
    m_spoken = 0;
    for (Stage& stage : m_stages) {
        stage.upsampled = 0;
        stage.input.clear();
        stage.raw.clear(-stage.padding);
        stage.activated.clear(-stage.padding);
        stage.sum.clear();
        for (Block& block : stage.blocks) {
            for (Unit& unit : block.units) {
                unit.middle.clear();
                unit.raw.clear();
                unit.activated.clear();
                unit.done = 0;
            }
        }
    }
    m_firstBias.assign(m_first.bias().begin(), m_first.bias().end());
    if (!speaker.empty()) {
        Output added;
        added.values = m_firstBias.data();
        added.valuesStride = m_firstBias.size();
        added.accumulate = true;
        m_condition.run(pool, speaker.data(), speaker.size(), 1, added);
    }
}

std::int64_t Decoder::Stage::ready() const {
    return input.end() + (input.finished() ? extra() : 0);
}

void Decoder::upsample(kernels::WorkerPool& pool, Stage& stage) {
    const std::int64_t extra = stage.extra();
    const std::int64_t left = stage.ready() - stage.upsampled;
    if (left > 0) {
        // In equal parts, none of which is much smaller than the others.
        const auto width = static_cast<std::int64_t>(stage.raw.stride());
        const std::int64_t most = std::max<std::int64_t>(1, kValuesAtOnce / width / stage.rate);
        const std::int64_t parts = (left + most - 1) / most;
        const std::int64_t ready = stage.upsampled + (left + parts - 1) / parts;
        const auto rows = static_cast<std::size_t>(ready - stage.upsampled);
        const auto made = rows * static_cast<std::size_t>(stage.rate);
        const bool zeros = stage.raw.end() < 0;  // the part that is cut off stands where convolutions see zeros
        Output output;
        output.values = stage.raw.append(made);
        output.valuesStride = stage.raw.stride() * static_cast<std::size_t>(stage.rate);
        output.activated = stage.activated.append(made);
        output.activatedStride = output.valuesStride;
        output.slope = m_slope;
        stage.upsampler.run(pool, stage.input.row(stage.upsampled - extra), stage.input.stride(), rows, output);
        if (zeros) {
            stage.raw.zeroBefore();
            stage.activated.zeroBefore();
        }
        stage.upsampled = ready;
        stage.input.keepFrom(ready - extra);
    }
    if (stage.input.finished() && stage.upsampled >= stage.ready() && !stage.raw.finished()) {
        const std::int64_t all = stage.input.end() * stage.rate;
        stage.raw.finish(all);
        stage.activated.finish(all);
    }
}

// Block `index` of the stage as far as its input reaches. The blocks add their results up in `sum`, the first one as
// the first; what the last one has added is complete.
void Decoder::runBlock(kernels::WorkerPool& pool, Stage& stage, std::size_t index, RowQueue& result) {
    Block& block = stage.blocks[index];
    const bool firstBlock = index == 0;
    const bool lastBlock = index + 1 == stage.blocks.size();
    for (std::size_t i = 0; i < block.units.size(); ++i) {
        Unit& unit = block.units[i];
        RowQueue& raw = i == 0 ? stage.raw : block.units[i - 1].raw;
        RowQueue& activated = i == 0 ? stage.activated : block.units[i - 1].activated;
        const bool pair = !unit.plain.empty();
        const Convolution& last = pair ? unit.plain : unit.dilated;
        RowQueue& source = pair ? unit.middle : activated;

        if (pair) {
            const std::int64_t from = unit.middle.end();
            const auto rows = static_cast<std::size_t>(activated.readyFor(after(unit.dilated)) - from);
            if (!unit.middle.finished() && rows > 0) {
                Output output;
                output.activated = unit.middle.append(rows);
                output.activatedStride = unit.middle.stride();
                output.slope = m_slope;
                unit.dilated.run(pool, activated.row(from - static_cast<std::int64_t>(before(unit.dilated))),
                                 activated.stride(), rows, output);
            }
            finishWith(unit.middle, activated);
        }
        const std::int64_t ready = source.readyFor(after(last));
        const auto rows = static_cast<std::size_t>(ready - unit.done);
        if (rows > 0) {
            Output output;
            output.residual = raw.row(unit.done);
            output.residualStride = raw.stride();
            if (i + 1 < block.units.size()) {
                output.values = unit.raw.append(rows);
                output.valuesStride = unit.raw.stride();
                output.activated = unit.activated.append(rows);
                output.activatedStride = unit.activated.stride();
                output.slope = m_slope;
            } else {
                if (!(firstBlock && lastBlock)) {
                    output.values = firstBlock ? stage.sum.append(rows) : stage.sum.row(unit.done);
                    output.valuesStride = stage.sum.stride();
                    output.accumulate = !firstBlock;
                }
                if (lastBlock) {
                    output.activated = result.append(rows);
                    output.activatedStride = result.stride();
                    output.slope = stage.slope;
                    output.keepValues = false;
                    output.scale = 1.0F / static_cast<float>(stage.blocks.size());
                }
            }
            last.run(pool, source.row(unit.done - static_cast<std::int64_t>(before(last))), source.stride(), rows,
                     output);
            unit.done = ready;
        }
        if (i + 1 < block.units.size()) {
            finishWith(unit.activated, source);
        }
        // The stage's own rows have other blocks as readers.
        if (pair) {
            unit.middle.keepFrom(unit.done - static_cast<std::int64_t>(before(unit.plain)));
        }
        if (i > 0) {
            raw.keepFrom(unit.done);
            activated.keepFrom((pair ? unit.middle.end() : unit.done) -
                               static_cast<std::int64_t>(before(unit.dilated)));
        }
    }
}

// As many rows as are made at once.
void Decoder::runStage(kernels::WorkerPool& pool, Stage& stage, RowQueue& result, const Trace& trace) {
    const std::int64_t upsampled = std::max<std::int64_t>(0, stage.raw.end());
    const std::int64_t made = result.end();
    upsample(pool, stage);
    std::int64_t kept = stage.raw.end();
    std::int64_t keptActivated = stage.raw.end();
    for (std::size_t k = 0; k < stage.blocks.size(); ++k) {
        runBlock(pool, stage, k, result);
        const Unit& first = stage.blocks[k].units.front();
        const bool pair = !first.plain.empty();
        kept = std::min(kept, first.done);
        keptActivated = std::min(
            keptActivated, (pair ? first.middle.end() : first.done) - static_cast<std::int64_t>(before(first.dilated)));
    }
    if (trace) {
        const std::size_t channels = stage.blocks[0].units[0].dilated.shape().out;
        traceRows(trace, "decoder_up0", stage.raw, upsampled, channels, 1.0F);
        traceRows(trace, "decoder_stage0_leaky", result, made, channels, m_slope / stage.slope);
    }
    finishWith(result, stage.raw);
    stage.raw.keepFrom(kept);
    stage.activated.keepFrom(keptActivated);
    stage.sum.keepFrom(result.end());
}

std::span<const float> Decoder::advance(kernels::WorkerPool& pool, const Trace& trace) {
    Stage& start = m_stages.front();
    const std::int64_t ready = m_latents.readyFor(after(m_first));
    if (ready > m_taken) {
        const auto rows = static_cast<std::size_t>(ready - m_taken);
        const float* latents = m_latents.row(m_taken - static_cast<std::int64_t>(before(m_first)));
        Output output;
        output.activated = start.input.append(rows);
        output.activatedStride = start.input.stride();
        output.slope = m_slope;
        m_first.run(pool, latents, m_latents.stride(), rows, output, m_firstBias.data());
        if (trace) {
            Rows made(rows, m_first.shape().out);
            m_first.run(pool, latents, m_latents.stride(), rows, into(made));
            trace("decoder_conv_pre", made.channels(), made.packed());
        }
        m_taken = ready;
        m_latents.keepFrom(ready - static_cast<std::int64_t>(before(m_first)));
    }
    finishWith(start.input, m_latents);

    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        RowQueue& result = i + 1 < m_stages.size() ? m_stages[i + 1].input : m_end;
        do {
            runStage(pool, m_stages[i], result, i == 0 ? trace : Trace());
        } while (m_stages[i].upsampled < m_stages[i].ready());
    }

    const std::int64_t end = m_end.readyFor(m_lastHalf);
    const auto count = static_cast<std::size_t>(end - m_spoken);
    if (m_samples.size() < count) {
        m_samples.resize(count);
    }
    if (count > 0) {
        const auto half = static_cast<std::int64_t>(m_lastHalf);
        kernels::convolveToOne(pool, m_end.row(m_spoken - half), m_end.stride(), count, m_lastWeight, 0.0F,
                               m_samples.data());
        kernels::tanh({m_samples.data(), count});
        m_spoken = end;
        m_end.keepFrom(end - half);
    }
    const std::span<const float> samples(m_samples.data(), count);
    if (trace) {
        trace("waveform", 1, samples);
    }
    return samples;
}

}  // namespace parlando::engine::vits
