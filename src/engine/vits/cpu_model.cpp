#include "engine/vits/cpu_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "engine/values.h"
#include "engine/vits/checkpoint.h"
#include "engine/vits/decoder.h"
#include "engine/vits/duration.h"
#include "engine/vits/flow.h"
#include "engine/vits/text_encoder.h"

namespace parlando::engine::vits {
namespace {

// Frames of the first piece of audio and of the longest. A frame is 8 to 16 ms; much more than 32 at once would cost
// memory and let a cancelled request compute on, and gain nothing.
constexpr std::int64_t kFirstFrames = 4;
constexpr std::int64_t kMostFrames = 32;

class CpuModel : public Model {
public:
    CpuModel(Values& values, const Config& config, kernels::WorkerPool& pool) : m_config(config), m_pool(pool) {
        const std::array<BuildPart, 4> parts = {
            [&](Values& part) { m_textEncoder.emplace(part, config); },
            [&](Values& part) { m_durations = durationPredictor(part, config); },
            [&](Values& part) { m_flow.emplace(part, config); },
            [&](Values& part) { m_decoder.emplace(part, config); },
        };
        buildTogether(pool, values, parts);
        if (config.speakerEmbeddingSize > 0) {
            m_speakers = values.tensor("embed_speaker.weight", {config.speakers, config.speakerEmbeddingSize});
        }
    }

    const Config& config() const override { return m_config; }

    Result<> synthesise(const std::vector<std::int64_t>& ids, std::span<const SpeakerShare> speakers,
                        const Scales& scales, const NoiseSource& noise, const AudioSink& sink, const Trace& trace,
                        const DurationSink& durationSink) override {
        const std::vector<float> voice = embeddingOf(speakers);
        const TextEncoder::Output text = m_textEncoder->run(m_pool, ids, trace);
        const std::vector<float> logDurations =
            m_durations->logDurations(m_pool, text.hidden, voice, scales.noiseDuration, noise);
        PARLANDO_TRY_ASSIGN(const Alignment alignment, align(logDurations, scales.speakingRate));
        if (trace) {
            const std::vector<float> durations(alignment.durations.begin(), alignment.durations.end());
            trace("log_durations", 1, logDurations);
            trace("durations", 1, durations);
        }

        if (durationSink) {
            durationSink(alignment.durations);
        }

        m_flow->begin(m_pool, voice);
        m_decoder->begin(m_pool, voice);
        Prior prior{text, alignment.durations, 0, 0};
        const auto lookahead = static_cast<std::int64_t>(m_flow->lookahead() + m_decoder->lookahead());
        std::int64_t left = alignment.frames;
        std::int64_t piece = kFirstFrames;
        std::int64_t next = lookahead + piece;
        while (left > 0) {
            const std::int64_t frames = std::min(next, left);
            left -= frames;
            draw(prior, frames, scales.noise, noise, trace);
            if (left == 0) {
                m_flow->input().finish(m_flow->input().end());
            }
            const std::int64_t known = m_decoder->input().end();
            m_flow->advance(m_pool, m_decoder->input());
            if (trace) {
                traceLatents(known, trace);
            }
            const std::span<const float> samples = m_decoder->advance(m_pool, trace);
            if (!samples.empty()) {
                PARLANDO_TRY(sink(samples));
            }
            piece = std::min(2 * piece, kMostFrames);
            next = piece;
        }
        return {};
    }

private:
    // Empty for a model with one speaker.
    std::vector<float> embeddingOf(std::span<const SpeakerShare> speakers) const {
        const auto size = static_cast<std::size_t>(m_config.speakerEmbeddingSize);
        std::vector<float> sum(size);
        for (std::size_t i = 0; size > 0 && i < speakers.size(); ++i) {
            const float* row = m_speakers.data() + static_cast<std::size_t>(speakers[i].speaker) * size;
            const auto share = static_cast<float>(speakers[i].share);
            std::transform(row, row + size, sum.begin(), sum.begin(),
                           [share](float value, float total) { return total + share * value; });
        }
        return sum;
    }

    // How far the prior has been drawn.
    struct Prior {
        const TextEncoder::Output& text;
        const std::vector<std::int64_t>& durations;
        std::size_t symbol;
        std::int64_t spoken;  // frames of the symbol
    };

    void draw(Prior& prior, std::int64_t frames, double scale, const NoiseSource& noise, const Trace& trace) {
        const std::size_t latent = prior.text.means.channels();
        const auto rows = static_cast<std::size_t>(frames);
        m_drawn.resize(rows * latent);
        if (scale != 0.0) {
            noise(NoiseKind::latent, latent, m_drawn);
        }
        kernels::RowQueue& input = m_flow->input();
        float* row = input.append(rows);
        for (std::size_t r = 0; r < rows; ++r, row += input.stride()) {
            while (prior.spoken == prior.durations[prior.symbol]) {
                ++prior.symbol;
                prior.spoken = 0;
            }
            ++prior.spoken;
            float* drawn = m_drawn.data() + r * latent;
            const float* mean = prior.text.means.row(prior.symbol);
            const float* logDeviation = prior.text.logDeviations.row(prior.symbol);
            for (std::size_t c = 0; c < latent; ++c) {
                const float deviation =
                    scale != 0.0 ? drawn[c] * std::exp(logDeviation[c]) * static_cast<float>(scale) : 0.0F;
                drawn[c] = mean[c] + deviation;
            }
            std::reverse_copy(drawn, drawn + latent, row);
        }
        if (trace) {
            trace("prior_latents", latent, m_drawn);
        }
    }

    void traceLatents(std::int64_t from, const Trace& trace) {
        const auto latent = static_cast<std::size_t>(m_config.flowSize);
        std::vector<float> rows;
        for (; from < m_decoder->input().end(); ++from) {
            const float* row = m_decoder->input().row(from);
            rows.insert(rows.end(), row, row + latent);
        }
        trace("latents", latent, rows);
    }

    Config m_config;
    kernels::WorkerPool& m_pool;
    std::optional<TextEncoder> m_textEncoder;
    std::unique_ptr<DurationPredictor> m_durations;
    std::optional<Flow> m_flow;
    std::optional<Decoder> m_decoder;
    kernels::Floats m_speakers;  // [speakers][embedding] or empty
    std::vector<float> m_drawn;
};

}  // namespace

Result<Alignment> align(std::span<const float> logDurations, double speakingRate) {
    Alignment alignment;
    double frames = 0.0;
    const auto most = static_cast<double>(logDurations.size()) * static_cast<double>(kMaximumFramesPerSymbol);
    for (const float logDuration : logDurations) {
        const float duration = std::ceil(std::exp(logDuration) / static_cast<float>(speakingRate));
        frames += duration;
        if (!(duration >= 0.0F && frames <= most)) {  // NaN is neither
            break;
        }
        alignment.durations.push_back(static_cast<std::int64_t>(duration));
    }
    if (!(frames >= 1.0 && frames <= most)) {
        return failure(ErrorCode::corrupt,
                       fmt::format("the voice's weights make {} symbols last {} frames", logDurations.size(), frames));
    }
    alignment.frames = static_cast<std::int64_t>(frames);
    return alignment;
}

Result<std::unique_ptr<Model>> loadCpuModel(const std::filesystem::path& folder, kernels::WorkerPool& pool) {
    PARLANDO_TRY_ASSIGN(Checkpoint checkpoint, openCheckpoint(folder));
    Values values(std::move(checkpoint.weights));
    auto model = std::make_unique<CpuModel>(values, checkpoint.config, pool);
    PARLANDO_TRY(values.status());
    PARLANDO_TRY(checkUnused(values.source(), values.unused(), checkpoint.config));
    return model;
}

}  // namespace parlando::engine::vits
