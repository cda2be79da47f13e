#include "engine/vits/voice.h"

#include <exception>
#include <string>
#include <utility>

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/InferenceMode.h>
#include <spdlog/fmt/fmt.h>

#include "engine/vits/checkpoint.h"
#include "engine/vits/model.h"
#include "engine/vits/piper_voice.h"
#include "engine/vits/tokenizer.h"
#include "text/phonemizer.h"

namespace parlando::engine::vits {
namespace {

// The one seam where libtorch's exceptions become errors.
template <class Function>
auto guarded(Function&& function) -> decltype(function()) {
    try {
        const c10::InferenceMode inference;
        return function();
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::resourceLimit, "there is not enough memory for this voice");
    } catch (const c10::Error& error) {
        return failure(ErrorCode::internal, std::string("libtorch: ") + error.what_without_backtrace());
    } catch (const std::exception& error) {
        return failure(ErrorCode::internal, error.what());
    }
}

class VitsVoice : public SpeechModel {
public:
    VitsVoice(std::unique_ptr<Model> model, Tokenizer tokenizer)
        : m_model(std::move(model)), m_tokenizer(std::move(tokenizer)) {}

    Result<std::vector<float>> speak(std::string_view sentence, const Options& options) const override {
        std::string symbols(sentence);
        if (m_tokenizer.wantsPhonemes()) {
            const std::string& language = m_tokenizer.language();
            PARLANDO_TRY_ASSIGN(symbols, text::phonemes(sentence, language.empty() ? "en-us" : language));
        }
        const std::vector<std::int64_t> ids = m_tokenizer.ids(symbols);
        if (ids.empty()) {
            return std::vector<float>();
        }
        return guarded([&]() -> Result<std::vector<float>> {
            const Config& config = m_model->config();
            at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(options.seed);
            const NoiseSource noise = [&generator](NoiseKind, at::IntArrayRef shape) {
                return at::randn(shape, generator, at::kFloat);
            };
            const Scales scales{config.noiseScale, config.noiseScaleDuration, config.speakingRate * options.speed};
            PARLANDO_TRY_ASSIGN(const at::Tensor waveform, m_model->synthesise(ids, options.speaker, scales, noise));
            const at::Tensor samples = waveform.cpu().contiguous();
            const float* first = samples.data_ptr<float>();
            return std::vector<float>(first, first + samples.numel());
        });
    }

private:
    std::unique_ptr<Model> m_model;
    Tokenizer m_tokenizer;
};

}  // namespace

bool isVoice(const std::filesystem::path& folder) {
    std::error_code ignored;
    const auto piper = findPiperFiles(folder);
    return !piper || *piper || std::filesystem::exists(folder / "config.json", ignored);
}

Result<Voice> describe(const std::filesystem::path& folder) {
    Voice voice;
    PARLANDO_TRY_ASSIGN(const auto piper, findPiperFiles(folder));
    if (piper) {
        PARLANDO_TRY_ASSIGN(const PiperVoice description, readPiperVoice(piper->voice));
        voice.name = description.name;
        voice.language = description.language;
        voice.family = "piper";
        voice.sampleRate = description.sampleRate;
        voice.speakers = description.speakers;
        return voice;
    }
    PARLANDO_TRY_ASSIGN(const Config config, readConfig(folder / "config.json"));
    PARLANDO_TRY(publishedWeights(folder));
    voice.family = "vits";
    voice.sampleRate = config.sampleRate;
    for (std::int64_t i = 0; config.speakers > 1 && i < config.speakers; ++i) {
        voice.speakers.push_back(fmt::format("speaker {}", i));
    }
    return voice;
}

Result<std::unique_ptr<SpeechModel>> load(const std::filesystem::path& folder) {
    return guarded([&]() -> Result<std::unique_ptr<SpeechModel>> {
        PARLANDO_TRY_ASSIGN(auto model, Model::load(folder));
        PARLANDO_TRY_ASSIGN(Tokenizer tokenizer, Tokenizer::load(folder, model->config().vocabSize));
        return std::make_unique<VitsVoice>(std::move(model), std::move(tokenizer));
    });
}

}  // namespace parlando::engine::vits
