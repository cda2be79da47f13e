#include "engine/vits/model.h"

#include <spdlog/fmt/fmt.h>

#include "engine/compute_device.h"
#include "engine/vits/decoder.h"
#include "engine/vits/duration.h"
#include "engine/vits/flow.h"
#include "engine/vits/text_encoder.h"
#include "engine/weights.h"
#include "engine/weights/safetensors.h"

namespace parlando::engine::vits {

struct Model::Parts {
    Parts(Weights& weights, const Config& modelConfig)
        : config(modelConfig),
          textEncoder(weights, config),
          durations(durationPredictor(weights, config)),
          flow(weights, config),
          decoder(weights, config) {
        if (config.speakerEmbeddingSize > 0) {
            speakers = weights.tensor("embed_speaker.weight", {config.speakers, config.speakerEmbeddingSize});
        }
    }

    Config config;
    TextEncoder textEncoder;
    std::unique_ptr<DurationPredictor> durations;
    Flow flow;
    Decoder decoder;
    at::Tensor speakers;  // [speakers, embedding] or undefined
};

Model::Model(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Model::~Model() = default;

Result<std::unique_ptr<Model>> Model::load(const std::filesystem::path& folder) {
    PARLANDO_TRY_ASSIGN(Config config, readConfig(folder / "config.json"));
    if (config.speakers == 1) {
        config.speakerEmbeddingSize = 0;  // published single-speaker models may name a size and have no table
    } else if (config.speakerEmbeddingSize == 0) {
        return failure(ErrorCode::corrupt, fmt::format("{}: num_speakers is {} and speaker_embedding_size is 0",
                                                       (folder / "config.json").string(), config.speakers));
    }
    PARLANDO_TRY_ASSIGN(SafeTensors file, SafeTensors::open(folder / "model.safetensors"));
    Weights weights(std::make_unique<SafeTensors>(std::move(file)));
    auto parts = std::make_unique<Parts>(weights, config);
    PARLANDO_TRY(weights.status());
    return std::unique_ptr<Model>(new Model(std::move(parts)));
}

const Config& Model::config() const {
    return m_parts->config;
}

Result<at::Tensor> Model::synthesise(const std::vector<std::int64_t>& ids, int speaker, const Scales& scales,
                                     const NoiseSource& noise, const Trace& trace) const {
    const auto symbols = static_cast<std::int64_t>(ids.size());
    const at::Device device = computeDevice()->device;  // it exists: the weights lie there
    const at::Tensor input = at::tensor(ids, at::kLong).unsqueeze(0).to(device);
    const NoiseSource noiseThere = [&](NoiseKind kind, at::IntArrayRef shape) { return noise(kind, shape).to(device); };
    const at::Tensor voice =
        m_parts->speakers.defined() ? m_parts->speakers[speaker].view({1, -1, 1}) : at::Tensor();  // [1, embedding, 1]

    const TextEncoder::Output text = m_parts->textEncoder(input, trace);
    const at::Tensor logDurations =
        m_parts->durations->logDurations(text.hidden, voice, scales.noiseDuration, noiseThere);  // [1, 1, symbols]
    const at::Tensor durations = at::ceil(at::exp(logDurations) / scales.speakingRate).flatten();
    const auto frames = durations.sum().item<double>();
    if (!(frames >= 1.0 && frames <= static_cast<double>(symbols * kMaximumFramesPerSymbol))) {
        return failure(ErrorCode::corrupt,
                       fmt::format("the voice's weights make {} symbols last {} frames", symbols, frames));
    }
    if (trace) {
        trace("log_durations", logDurations);
        trace("durations", durations.to(at::kLong).unsqueeze(0));
    }

    const at::Tensor repeats = at::repeat_interleave(durations.to(at::kLong));
    at::Tensor latents = text.means.index_select(2, repeats);
    if (scales.noise != 0.0) {
        const at::Tensor deviation = at::exp(text.logVariances.index_select(2, repeats));
        latents = latents + noiseThere(NoiseKind::latent, latents.sizes()) * deviation * scales.noise;
    }
    if (trace) {
        trace("prior_latents", latents);
    }
    latents = m_parts->flow.inverse(latents, voice);
    if (trace) {
        trace("latents", latents);
    }
    const at::Tensor waveform = m_parts->decoder(latents, voice, trace);
    if (trace) {
        trace("waveform", waveform.squeeze(1));
    }
    return waveform.flatten();
}

}  // namespace parlando::engine::vits
