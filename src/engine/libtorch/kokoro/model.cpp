#include "engine/libtorch/kokoro/model.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include "engine/libtorch/compute_device.h"
#include "engine/libtorch/kokoro/albert.h"
#include "engine/libtorch/kokoro/decoder.h"
#include "engine/libtorch/kokoro/generator.h"
#include "engine/libtorch/kokoro/prosody.h"
#include "engine/libtorch/weights.h"
#include "engine/weights/open_weights.h"

namespace parlando::engine::kokoro {
namespace {

// Parts of the checkpoint that this model is made of; training leaves others beside them.
constexpr std::array<std::string_view, 5> kModelParts = {"bert.", "bert_encoder.", "decoder.", "predictor.",
                                                         "text_encoder."};
// What is in them and not needed.
constexpr std::array<std::string_view, 3> kUnneeded = {"bert.pooler.", "bert.embeddings.position_ids",
                                                       "decoder.generator.stft."};

// model.safetensors, or the one *.pth file in `folder`.
Result<std::filesystem::path> weightsFile(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    std::error_code error;
    if (std::filesystem::exists(folder / "model.safetensors", error)) {
        return folder / "model.safetensors";
    }
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".pth") {
            found.push_back(it->path());
        }
    }
    if (found.size() != 1) {
        return failure(found.empty() ? ErrorCode::notFound : ErrorCode::corrupt,
                       fmt::format("{} has {}; a voice has one *.pth file or model.safetensors beside config.json",
                                   folder.string(), found.empty() ? "no weights" : "several *.pth files"));
    }
    return found.front();
}

// Names as this program has them: StyleTTS 2 saves everything within "net".
std::string withoutNet(std::string_view name) {
    std::string inner = withoutWrappers(name);
    return inner.starts_with("net.") ? inner.substr(4) : inner;
}

// A tensor too many in one of the model's own parts means an architecture that this program does not know.
Result<> checkUnused(const Weights& weights, const std::filesystem::path& file) {
    const auto startsIn = [](const std::string& name, const auto& prefixes) {
        return std::ranges::any_of(prefixes, [&name](std::string_view prefix) { return name.starts_with(prefix); });
    };
    std::vector<std::string> names = weights.unused();
    std::erase_if(names,
                  [&](const std::string& name) { return !startsIn(name, kModelParts) || startsIn(name, kUnneeded); });
    if (names.empty()) {
        return {};
    }
    static constexpr std::size_t kNamed = 3;
    const std::size_t others = names.size() - std::min(names.size(), kNamed);
    names.resize(std::min(names.size(), kNamed));
    return failure(ErrorCode::incompatible,
                   fmt::format("{}: this program does not know what to do with tensor '{}'{}", file.string(),
                               fmt::join(names, "', '"), others > 0 ? fmt::format(" and {} others", others) : ""));
}

}  // namespace

struct Model::Parts {
    Parts(Weights& weights, Config modelConfig)
        : config(std::move(modelConfig)),
          albert(weights, config),
          toPredictor(weights, "bert_encoder", albert.outputs()),
          predictor(weights, extent(toPredictor.weight, 0)),
          textEncoder(weights),
          decoder(weights, textEncoder.outputs()),
          generator(weights, config, decoder.outputs(), decoder.styleSize()) {
        const std::int64_t symbols = std::min(albert.symbols(), textEncoder.symbols());
        for (const auto& [symbol, id] : config.vocabulary) {
            if (id >= symbols) {
                weights.reject(
                    "text_encoder.embedding.weight",
                    fmt::format("config.json's vocab names the symbol {}, the tensors have {}", id, symbols));
            }
        }
    }

    Config config;
    Albert albert;
    Linear toPredictor;
    ProsodyPredictor predictor;
    TextEncoder textEncoder;
    Decoder decoder;
    Generator generator;
};

Model::Model(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Model::~Model() = default;

Result<std::unique_ptr<Model>> Model::load(const std::filesystem::path& folder) {
    PARLANDO_TRY_ASSIGN(Config config, readConfig(folder / "config.json"));
    PARLANDO_TRY_ASSIGN(const std::filesystem::path file, weightsFile(folder));
    PARLANDO_TRY_ASSIGN(auto source, openWeights(file));
    PARLANDO_TRY_ASSIGN(auto model, renamed(std::move(source), withoutNet));
    Weights weights(std::move(model));
    auto parts = std::make_unique<Parts>(weights, std::move(config));
    PARLANDO_TRY(weights.status());
    PARLANDO_TRY(checkUnused(weights, file));
    return std::unique_ptr<Model>(new Model(std::move(parts)));
}

const Config& Model::config() const {
    return m_parts->config;
}

std::int64_t Model::longestInput() const {
    return m_parts->albert.longestInput();
}

std::int64_t Model::styleSize() const {
    return m_parts->decoder.styleSize() + m_parts->predictor.styleSize();
}

Result<at::Tensor> Model::synthesise(const std::vector<std::int64_t>& ids, const at::Tensor& style, double speed,
                                     const NoiseSource& noise, const Trace& trace,
                                     const DurationSink& durationSink) const {
    const Parts& parts = *m_parts;
    const at::Device device = libtorch::computeDevice()->device;  // it exists: the weights lie there
    const auto stage = [&trace](std::string_view name, const at::Tensor& value) { return traced(trace, name, value); };
    const at::Tensor input = at::tensor(ids, at::kLong).to(device);
    const at::Tensor wholeStyle = style.to(device);
    const at::Tensor soundStyle = wholeStyle.slice(1, 0, parts.decoder.styleSize());
    const at::Tensor prosodyStyle = wholeStyle.slice(1, parts.decoder.styleSize());

    const at::Tensor bert = stage("bert_output", parts.albert(input).unsqueeze(0));
    const at::Tensor text = stage("bert_encoded", parts.toPredictor(bert)).squeeze(0);
    const at::Tensor encoded =
        stage("duration_encoder", parts.predictor.encode(text, prosodyStyle).unsqueeze(0)).squeeze(0);
    const at::Tensor exact = stage("duration_float", (parts.predictor.durations(encoded) / speed).unsqueeze(0));
    const at::Tensor durations = stage("durations", at::round(exact).clamp_min(1.0).to(at::kLong)).squeeze(0);

    const auto frames = durations.sum().item<std::int64_t>();
    const double seconds = static_cast<double>(frames) * 2.0 * static_cast<double>(parts.config.samplesPerPitch()) /
                           parts.config.sampleRate;
    if (!(frames >= 1 && seconds <= kLongestSpeech)) {
        return failure(ErrorCode::corrupt,
                       fmt::format("the voice's weights make {} symbols last {:.0f} seconds", ids.size(), seconds));
    }

    if (durationSink) {
        const at::Tensor onHost = durations.cpu().contiguous();
        durationSink(std::span(onHost.data_ptr<std::int64_t>(), ids.size()));
    }

    const at::Tensor repeats = at::repeat_interleave(durations);
    auto [pitch, energy] = parts.predictor.curves(encoded.index_select(0, repeats), prosodyStyle);
    pitch = stage("F0", pitch);
    energy = stage("N", energy);
    const at::Tensor sounds = stage("text_encoder", parts.textEncoder(input));
    const at::Tensor soundsOfFrames = stage("asr", sounds.index_select(2, repeats));
    const at::Tensor hidden = stage("generator_input", parts.decoder(soundsOfFrames, pitch, energy, soundStyle, trace));

    const HarmonicSource& source = parts.generator.source();
    const at::Tensor phases = noise(NoiseKind::phases, {1, source.harmonics()}).to(device);
    const at::Tensor sourceNoise =
        noise(NoiseKind::source, {1, pitch.size(1) * parts.config.samplesPerPitch(), source.harmonics()}).to(device);
    const at::Tensor harmonics = stage("har_source", source(pitch, phases, sourceNoise));
    const at::Tensor waveform = stage("waveform", parts.generator(hidden, harmonics, soundStyle, trace));
    return waveform.flatten();
}

}  // namespace parlando::engine::kokoro
