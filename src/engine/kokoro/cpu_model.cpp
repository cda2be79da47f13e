#include "engine/kokoro/cpu_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "engine/kokoro/albert.h"
#include "engine/kokoro/checkpoint.h"
#include "engine/kokoro/decoder.h"
#include "engine/kokoro/generator.h"
#include "engine/kokoro/prosody.h"

namespace parlando::engine::kokoro {
namespace {

// From symbols to how they are spoken.
struct Prosody {
    Prosody(Values& values, const Config& config)
        : albert(values, config),
          toPredictor(readLinear(values, "bert_encoder", albert.outputs())),
          predictor(values, outputs(toPredictor)) {}

    Albert albert;
    kernels::Convolution toPredictor;
    ProsodyPredictor predictor;
};

// From symbols and how they are spoken to what the generator makes audible.
struct Sound {
    explicit Sound(Values& values) : textEncoder(values), decoder(values, textEncoder.outputs()) {}

    TextEncoder textEncoder;
    Decoder decoder;
};

class CpuModel : public Model {
public:
    CpuModel(Values& values, Config config, kernels::WorkerPool& pool) : m_config(std::move(config)), m_pool(pool) {
        const std::array<BuildPart, 3> parts = {
            [this](Values& part) { m_prosody.emplace(part, m_config); },
            [this](Values& part) { m_sound.emplace(part); },
            [this](Values& part) { m_generator.emplace(part, m_config); },
        };
        buildTogether(pool, values, parts);
        if (values.status() && m_generator->inputs() != m_sound->decoder.outputs()) {
            values.reject("decoder.generator.ups.0.weight",
                          fmt::format("it takes {} channels, and the decoder gives {}", m_generator->inputs(),
                                      m_sound->decoder.outputs()));
        }
        checkVocabulary(m_config, std::min(m_prosody->albert.symbols(), m_sound->textEncoder.symbols()), values);
    }

    const Config& config() const override { return m_config; }
    std::int64_t longestInput() const override { return m_prosody->albert.longestInput(); }
    std::size_t styleSize() const override {
        return static_cast<std::size_t>(m_sound->decoder.styleSize() + m_prosody->predictor.styleSize());
    }

    Result<std::vector<float>> synthesise(std::span<const std::int64_t> ids, std::span<const float> style, double speed,
                                          const NoiseSource& noise, const Trace& trace,
                                          const DurationSink& durationSink) override {
        const auto soundStyle = style.first(static_cast<std::size_t>(m_sound->decoder.styleSize()));
        const auto prosodyStyle = style.subspan(soundStyle.size());

        Rows bert = m_prosody->albert(m_pool, ids);
        traced(trace, "bert_output", bert);
        Rows text(ids.size(), m_prosody->toPredictor.shape().out);
        apply(m_pool, m_prosody->toPredictor, bert, into(text));
        traced(trace, "bert_encoded", text);
        Rows encoded = m_prosody->predictor.encode(m_pool, text, prosodyStyle);
        traced(trace, "duration_encoder", encoded);
        PARLANDO_TRY_ASSIGN(const std::vector<std::int64_t> durations, durationsOf(encoded, speed, trace));
        if (durationSink) {
            durationSink(durations);
        }

        auto [pitch, energy] = m_prosody->predictor.curves(m_pool, repeated(encoded, durations), prosodyStyle);
        traced(trace, "F0", pitch);
        traced(trace, "N", energy);
        Rows sounds = m_sound->textEncoder(m_pool, ids);
        traced(trace, "text_encoder", sounds);
        Rows soundsOfFrames = repeated(sounds, durations);
        traced(trace, "asr", soundsOfFrames);
        Rows hidden = m_sound->decoder(m_pool, soundsOfFrames, pitch, energy, soundStyle, trace);
        traced(trace, "generator_input", hidden);
        Rows harmonics = m_generator->source()(m_pool, pitch, noise);
        traced(trace, "har_source", harmonics);
        std::vector<float> waveform =
            (*m_generator)(m_pool, std::move(hidden), std::move(harmonics), soundStyle, trace);
        if (trace) {
            trace("waveform", 1, waveform);
        }
        return waveform;
    }

private:
    // Frames that each symbol lasts.
    Result<std::vector<std::int64_t>> durationsOf(const Rows& encoded, double speed, const Trace& trace) {
        std::vector<float> frames = m_prosody->predictor.durations(m_pool, encoded);
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
    std::optional<Prosody> m_prosody;
    std::optional<Sound> m_sound;
    std::optional<Generator> m_generator;
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
