#include "engine/kokoro/cpu_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "engine/kokoro/albert.h"
#include "engine/kokoro/checkpoint.h"
#include "engine/kokoro/decoder.h"
#include "engine/kokoro/generator.h"
#include "engine/kokoro/prosody.h"

namespace parlando::engine::kokoro {
namespace {

class CpuModel : public Model {
public:
    CpuModel(Values& values, Config config, kernels::WorkerPool& pool)
        : m_config(std::move(config)),
          m_pool(pool),
          m_albert(values, m_config),
          m_toPredictor(readLinear(values, "bert_encoder", m_albert.outputs())),
          m_predictor(values, outputs(m_toPredictor)),
          m_textEncoder(values),
          m_decoder(values, m_textEncoder.outputs()),
          m_generator(values, m_config, m_decoder.outputs(), m_decoder.styleSize()) {
        checkVocabulary(m_config, std::min(m_albert.symbols(), m_textEncoder.symbols()), values);
    }

    const Config& config() const override { return m_config; }
    std::int64_t longestInput() const override { return m_albert.longestInput(); }
    std::size_t styleSize() const override {
        return static_cast<std::size_t>(m_decoder.styleSize() + m_predictor.styleSize());
    }

    Result<std::vector<float>> synthesise(std::span<const std::int64_t> ids, std::span<const float> style, double speed,
                                          const NoiseSource& noise, const Trace& trace,
                                          const DurationSink& durationSink) override {
        const auto soundStyle = style.first(static_cast<std::size_t>(m_decoder.styleSize()));
        const auto prosodyStyle = style.subspan(soundStyle.size());

        Rows bert = m_albert(m_pool, ids);
        traced(trace, "bert_output", bert);
        Rows text(ids.size(), m_toPredictor.shape().out);
        apply(m_pool, m_toPredictor, bert, into(text));
        traced(trace, "bert_encoded", text);
        Rows encoded = m_predictor.encode(m_pool, text, prosodyStyle);
        traced(trace, "duration_encoder", encoded);
        PARLANDO_TRY_ASSIGN(const std::vector<std::int64_t> durations, durationsOf(encoded, speed, trace));
        if (durationSink) {
            durationSink(durations);
        }

        auto [pitch, energy] = m_predictor.curves(m_pool, repeated(encoded, durations), prosodyStyle);
        traced(trace, "F0", pitch);
        traced(trace, "N", energy);
        Rows sounds = m_textEncoder(m_pool, ids);
        traced(trace, "text_encoder", sounds);
        Rows soundsOfFrames = repeated(sounds, durations);
        traced(trace, "asr", soundsOfFrames);
        Rows hidden = m_decoder(m_pool, soundsOfFrames, pitch, energy, soundStyle, trace);
        traced(trace, "generator_input", hidden);
        Rows harmonics = m_generator.source()(m_pool, pitch, noise);
        traced(trace, "har_source", harmonics);
        std::vector<float> waveform = m_generator(m_pool, std::move(hidden), std::move(harmonics), soundStyle, trace);
        if (trace) {
            trace("waveform", 1, waveform);
        }
        return waveform;
    }

private:
    // Frames that each symbol lasts.
    Result<std::vector<std::int64_t>> durationsOf(const Rows& encoded, double speed, const Trace& trace) {
        std::vector<float> frames = m_predictor.durations(m_pool, encoded);
        for (float& value : frames) {
            value /= static_cast<float>(speed);
        }
        if (trace) {
            trace("duration_float", 1, frames);
        }
        double total = 0.0;
        for (float& value : frames) {
            value = std::max(1.0F, std::nearbyint(value));  // half to even, as it was trained
            total += value;
        }
        PARLANDO_TRY(checkLength(m_config, frames.size(), total));
        if (trace) {
            trace("durations", 1, frames);
        }
        return std::vector<std::int64_t>(frames.begin(), frames.end());
    }

    Config m_config;
    kernels::WorkerPool& m_pool;
    Albert m_albert;
    kernels::Convolution m_toPredictor;
    ProsodyPredictor m_predictor;
    TextEncoder m_textEncoder;
    Decoder m_decoder;
    Generator m_generator;
};

}  // namespace

void traced(const Trace& trace, std::string_view stage, Rows& rows) {
    if (!trace) {
        return;
    }
    std::vector<float> packed = rows.packed();
    trace(stage, rows.channels(), packed);
    for (std::size_t i = 0; i < rows.count(); ++i) {
        std::copy_n(packed.data() + i * rows.channels(), rows.channels(), rows.row(i));
    }
}

Result<> checkLength(const Config& config, std::size_t symbols, double frames) {
    const double seconds = frames * 2.0 * static_cast<double>(config.samplesPerPitch()) / config.sampleRate;
    if (!(frames >= 1.0 && seconds <= kLongestSpeech)) {  // NaN is neither
        return failure(ErrorCode::corrupt,
                       fmt::format("the voice's weights make {} symbols last {:.0f} seconds", symbols, seconds));
    }
    return {};
}

void checkVocabulary(const Config& config, std::int64_t symbols, Values& values) {
    for (const auto& [symbol, id] : config.vocabulary) {
        if (id >= symbols) {
            values.reject("text_encoder.embedding.weight",
                          fmt::format("config.json's vocab names the symbol {}, the tensors have {}", id, symbols));
        }
    }
}

Result<std::unique_ptr<Model>> loadCpuModel(const std::filesystem::path& folder, kernels::WorkerPool& pool) {
    PARLANDO_TRY_ASSIGN(Checkpoint checkpoint, openCheckpoint(folder));
    Values values(std::move(checkpoint.weights));
    auto model = std::make_unique<CpuModel>(values, std::move(checkpoint.config), pool);
    PARLANDO_TRY(values.status());
    PARLANDO_TRY(checkUnused(checkpoint.file, values.unused()));
    return model;
}

}  // namespace parlando::engine::kokoro
