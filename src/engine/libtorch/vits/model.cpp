#include "engine/libtorch/vits/model.h"

#include <utility>
#include <vector>

#include "engine/libtorch/compute_device.h"
#include "engine/libtorch/guarded.h"
#include "engine/libtorch/vits/decoder.h"
#include "engine/libtorch/vits/duration.h"
#include "engine/libtorch/vits/flow.h"
#include "engine/libtorch/vits/text_encoder.h"
#include "engine/libtorch/weights.h"
#include "engine/vits/checkpoint.h"

namespace parlando::engine::libtorch::vits {
namespace {

namespace family = parlando::engine::vits;

// The stages that the text encoder shows as [1, symbols, channels]; the others are [1, channels, length].
bool hasChannelsLast(std::string_view stage) {
    return stage == "text_embedding" || stage == "encoder_layer_0" || stage == "text_hidden" ||
           stage == "prior_means" || stage == "prior_log_variances";
}

class TorchModel : public family::Model {
public:
    TorchModel(Weights& weights, const Config& config)
        : m_config(config),
          m_textEncoder(weights, config),
          m_durations(durationPredictor(weights, config)),
          m_flow(weights, config),
          m_decoder(weights, config) {
        if (config.speakerEmbeddingSize > 0) {
            m_speakers = weights.tensor("embed_speaker.weight", {config.speakers, config.speakerEmbeddingSize});
        }
    }

    const Config& config() const override { return m_config; }

    Result<> synthesise(const std::vector<std::int64_t>& ids, std::span<const SpeakerShare> speakers,
                        const family::Scales& scales, const family::NoiseSource& noise, const AudioSink& sink,
                        const family::Trace& trace, const family::DurationSink& durationSink) override {
        PARLANDO_TRY_ASSIGN(const at::Tensor samples,
                            guarded([&] { return waveform(ids, speakers, scales, noise, trace, durationSink); }));
        return sink(std::span(samples.data_ptr<float>(), static_cast<std::size_t>(samples.numel())));
    }

private:
    // [samples] on the CPU
    Result<at::Tensor> waveform(const std::vector<std::int64_t>& ids, std::span<const SpeakerShare> speakers,
                                const family::Scales& scales, const family::NoiseSource& rowNoise,
                                const family::Trace& rowTrace, const family::DurationSink& durationSink) const {
        const at::Device device = computeDevice()->device;  // it exists: the weights lie there
        const at::Tensor input = at::tensor(ids, at::kLong).unsqueeze(0).to(device);
        const NoiseSource noise = [&](NoiseKind kind, at::IntArrayRef shape) {
            at::Tensor rows = at::empty({shape[2], shape[1]}, at::kFloat);
            rowNoise(kind, static_cast<std::size_t>(shape[1]),
                     std::span(rows.data_ptr<float>(), static_cast<std::size_t>(rows.numel())));
            return rows.t().unsqueeze(0).to(device);
        };
        Trace trace;
        if (rowTrace) {
            trace = [&rowTrace](std::string_view stage, const at::Tensor& value) {
                at::Tensor rows = value.squeeze(0).to(at::kCPU, at::kFloat);
                rows = (hasChannelsLast(stage) ? rows : rows.t()).contiguous();
                rowTrace(stage, static_cast<std::size_t>(rows.size(1)),
                         std::span(rows.data_ptr<float>(), static_cast<std::size_t>(rows.numel())));
            };
        }
        at::Tensor voice;  // [1, embedding, 1], if there are several speakers
        if (m_speakers.defined()) {
            voice = at::zeros_like(m_speakers[0]);
            for (const SpeakerShare& share : speakers) {
                voice.add_(m_speakers[share.speaker], share.share);
            }
            voice = voice.view({1, -1, 1});
        }

        const TextEncoder::Output text = m_textEncoder(input, trace);
        const at::Tensor logDurations =
            m_durations->logDurations(text.hidden, voice, scales.noiseDuration, noise);  // [1, 1, symbols]
        const at::Tensor onHost = logDurations.flatten().to(at::kCPU, at::kFloat).contiguous();
        PARLANDO_TRY_ASSIGN(const family::Alignment alignment,
                            family::align(std::span(onHost.data_ptr<float>(), static_cast<std::size_t>(onHost.numel())),
                                          scales.speakingRate));
        if (durationSink) {
            durationSink(alignment.durations);
        }
        const at::Tensor durations = at::tensor(alignment.durations, at::kLong);
        if (trace) {
            trace("log_durations", logDurations);
            trace("durations", durations.view({1, 1, -1}));
        }

        const at::Tensor repeats = at::repeat_interleave(durations.to(device));
        at::Tensor latents = text.means.index_select(2, repeats);
        if (scales.noise != 0.0) {
            const at::Tensor deviation = at::exp(text.logVariances.index_select(2, repeats));
            latents = latents + noise(NoiseKind::latent, latents.sizes()) * deviation * scales.noise;
        }
        if (trace) {
            trace("prior_latents", latents);
        }
        latents = m_flow.inverse(latents, voice);
        if (trace) {
            trace("latents", latents);
        }
        const at::Tensor waveform = m_decoder(latents, voice, trace);
        if (trace) {
            trace("waveform", waveform);
        }
        return waveform.flatten().cpu().contiguous();
    }

    Config m_config;
    TextEncoder m_textEncoder;
    std::unique_ptr<DurationPredictor> m_durations;
    Flow m_flow;
    Decoder m_decoder;
    at::Tensor m_speakers;  // [speakers, embedding] or undefined
};

}  // namespace

Result<std::unique_ptr<family::Model>> loadModel(const std::filesystem::path& folder) {
    return guarded([&]() -> Result<std::unique_ptr<family::Model>> {
        PARLANDO_TRY_ASSIGN(family::Checkpoint checkpoint, family::openCheckpoint(folder));
        Weights weights(std::move(checkpoint.weights));
        auto model = std::make_unique<TorchModel>(weights, checkpoint.config);
        PARLANDO_TRY(weights.status());
        PARLANDO_TRY(family::checkUnused(weights.source(), weights.unused(), checkpoint.config));
        return model;
    });
}

}  // namespace parlando::engine::libtorch::vits
