#include "engine/libtorch/kokoro/model.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/kokoro/checkpoint.h"
#include "engine/libtorch/compute_device.h"
#include "engine/libtorch/guarded.h"
#include "engine/libtorch/kokoro/albert.h"
#include "engine/libtorch/kokoro/decoder.h"
#include "engine/libtorch/kokoro/generator.h"
#include "engine/libtorch/kokoro/prosody.h"
#include "engine/libtorch/weights.h"

namespace parlando::engine::libtorch::kokoro {
namespace {

namespace family = parlando::engine::kokoro;

// The stages whose values are [1, symbols, channels]; the others are [1, channels, length] or [1, length].
bool hasChannelsLast(std::string_view stage) {
    return stage.starts_with("bert_") || stage == "duration_encoder";
}

// Shows a value as rows, and gives what was made of them in its own shape.
at::Tensor shown(const family::Trace& trace, std::string_view stage, const at::Tensor& value) {
    const bool rowsFirst = hasChannelsLast(stage);
    const at::Tensor whole = value.dim() == 2 ? value.unsqueeze(1) : value;
    at::Tensor rows = whole.squeeze(0).to(at::kCPU, at::kFloat);
    rows = (rowsFirst ? rows : rows.t()).contiguous().clone();
    trace(stage, static_cast<std::size_t>(rows.size(1)),
          std::span(rows.data_ptr<float>(), static_cast<std::size_t>(rows.numel())));
    return (rowsFirst ? rows : rows.t()).contiguous().to(value.options()).view(value.sizes());
}

class TorchModel : public family::Model {
public:
    TorchModel(Weights& weights, family::Config modelConfig)
        : m_config(std::move(modelConfig)),
          m_albert(weights, m_config),
          m_toPredictor(weights, "bert_encoder", m_albert.outputs()),
          m_predictor(weights, extent(m_toPredictor.weight, 0)),
          m_textEncoder(weights),
          m_decoder(weights, m_textEncoder.outputs()),
          m_generator(weights, m_config, m_decoder.outputs(), m_decoder.styleSize()) {
        family::checkVocabulary(m_config, std::min(m_albert.symbols(), m_textEncoder.symbols()), weights.values());
    }

    const family::Config& config() const override { return m_config; }
    std::int64_t longestInput() const override { return m_albert.longestInput(); }
    std::size_t styleSize() const override {
        return static_cast<std::size_t>(m_decoder.styleSize() + m_predictor.styleSize());
    }

    Result<std::vector<float>> synthesise(std::span<const std::int64_t> ids, std::span<const float> style, double speed,
                                          const family::NoiseSource& noise, const family::Trace& trace,
                                          const family::DurationSink& durations) override {
        return guarded([&] { return waveform(ids, style, speed, noise, trace, durations); });
    }

private:
    Result<std::vector<float>> waveform(std::span<const std::int64_t> ids, std::span<const float> voice, double speed,
                                        const family::NoiseSource& noise, const family::Trace& rowTrace,
                                        const family::DurationSink& durationSink) const {
        const at::Device device = computeDevice()->device;  // it exists: the weights lie there
        Trace trace;
        if (rowTrace) {
            trace = [&rowTrace](std::string_view name, const at::Tensor& value) {
                return shown(rowTrace, name, value);
            };
        }
        const auto stage = [&trace](std::string_view name, const at::Tensor& value) {
            return traced(trace, name, value);
        };
        const auto drawn = [&](family::NoiseKind kind, at::IntArrayRef shape) {
            at::Tensor rows = at::empty(shape, at::kFloat);
            noise(kind, std::span(rows.data_ptr<float>(), static_cast<std::size_t>(rows.numel())));
            return rows.to(device);
        };
        const at::Tensor input = at::tensor(at::IntArrayRef(ids.data(), ids.size()), at::kLong).to(device);
        const at::Tensor style =
            at::tensor(at::ArrayRef<float>(voice.data(), voice.size()), at::kFloat).unsqueeze(0).to(device);
        const at::Tensor soundStyle = style.slice(1, 0, m_decoder.styleSize());
        const at::Tensor prosodyStyle = style.slice(1, m_decoder.styleSize());

        const at::Tensor bert = stage("bert_output", m_albert(input).unsqueeze(0));
        const at::Tensor text = stage("bert_encoded", m_toPredictor(bert)).squeeze(0);
        const at::Tensor encoded =
            stage("duration_encoder", m_predictor.encode(text, prosodyStyle).unsqueeze(0)).squeeze(0);
        const at::Tensor exact = stage("duration_float", (m_predictor.durations(encoded) / speed).unsqueeze(0));
        const at::Tensor durations = stage("durations", at::round(exact).clamp_min(1.0).to(at::kLong)).squeeze(0);
        PARLANDO_TRY(family::checkLength(m_config, ids.size(), durations.sum().item<double>()));
        if (durationSink) {
            const at::Tensor onHost = durations.cpu().contiguous();
            durationSink(std::span(onHost.data_ptr<std::int64_t>(), ids.size()));
        }

        const at::Tensor repeats = at::repeat_interleave(durations);
        auto [pitch, energy] = m_predictor.curves(encoded.index_select(0, repeats), prosodyStyle);
        pitch = stage("F0", pitch);
        energy = stage("N", energy);
        const at::Tensor sounds = stage("text_encoder", m_textEncoder(input));
        const at::Tensor soundsOfFrames = stage("asr", sounds.index_select(2, repeats));
        const at::Tensor hidden = stage("generator_input", m_decoder(soundsOfFrames, pitch, energy, soundStyle, trace));

        const HarmonicSource& source = m_generator.source();
        const at::Tensor phases = drawn(family::NoiseKind::phases, {1, source.harmonics()});
        const at::Tensor sourceNoise =
            drawn(family::NoiseKind::source, {1, pitch.size(1) * m_config.samplesPerPitch(), source.harmonics()});
        const at::Tensor harmonics = stage("har_source", source(pitch, phases, sourceNoise));
        const at::Tensor samples =
            stage("waveform", m_generator(hidden, harmonics, soundStyle, trace)).cpu().contiguous();
        return std::vector<float>(samples.data_ptr<float>(), samples.data_ptr<float>() + samples.numel());
    }

    family::Config m_config;
    Albert m_albert;
    Linear m_toPredictor;
    ProsodyPredictor m_predictor;
    TextEncoder m_textEncoder;
    Decoder m_decoder;
    Generator m_generator;
};

}  // namespace

Result<std::unique_ptr<family::Model>> loadModel(const std::filesystem::path& folder) {
    return guarded([&]() -> Result<std::unique_ptr<family::Model>> {
        PARLANDO_TRY_ASSIGN(family::Checkpoint checkpoint, family::openCheckpoint(folder));
        Weights weights(std::move(checkpoint.weights));
        auto model = std::make_unique<TorchModel>(weights, std::move(checkpoint.config));
        PARLANDO_TRY(weights.status());
        PARLANDO_TRY(family::checkUnused(checkpoint.file, weights.unused()));
        return model;
    });
}

}  // namespace parlando::engine::libtorch::kokoro
