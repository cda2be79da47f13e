#include "engine/vits/voice.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "engine/guarded.h"
#include "engine/vits/checkpoint.h"
#include "engine/vits/piper_voice.h"
#include "engine/vits/tokenizer.h"
#include "engine/word_symbols.h"
#include "engine/word_times.h"
#include "text/phonemizer.h"

namespace parlando::engine::vits {
namespace {

class VitsVoice : public SpeechModel {
public:
    VitsVoice(std::unique_ptr<Model> model, Tokenizer tokenizer)
        : m_model(std::move(model)), m_tokenizer(std::move(tokenizer)) {}

    Result<> speak(const text::Utterance& utterance, const Options& options, const AudioSink& sink,
                   const WordSink& words) override {
        PARLANDO_TRY_ASSIGN(const Symbols symbols, symbolsOf(utterance, words ? Borders::needed : Borders::unneeded));
        std::vector<std::size_t> places;
        const std::vector<std::int64_t> ids = m_tokenizer.ids(utf8::encode(symbols.text), words ? &places : nullptr);
        if (ids.empty()) {
            return {};
        }
        DurationSink durations;
        if (words) {
            durations = [&](std::span<const std::int64_t> frames) {
                std::ranges::for_each(placesOf(symbols.words, places, frames, m_model->config().samplesPerFrame()),
                                      words);
            };
        }
        return guarded([&] {
            const Config& config = m_model->config();
            std::mt19937_64 generator(options.seed);
            std::normal_distribution<float> normal;
            const NoiseSource noise = [&](NoiseKind, std::size_t, std::span<float> rows) {
                std::ranges::generate(rows, [&] { return normal(generator); });
            };
            const Scales scales{config.noiseScale, config.noiseScaleDuration, config.speakingRate * options.speed};
            const std::vector<SpeakerShare> speakers =
                options.blend.empty() ? std::vector{SpeakerShare{options.speaker, 1.0}} : options.blend;
            return m_model->synthesise(ids, speakers, scales, noise, sink, {}, durations);
        });
    }

private:
    Result<Symbols> symbolsOf(const text::Utterance& utterance, Borders borders) const {
        if (!m_tokenizer.wantsPhonemes()) {
            return lettersOf(utterance);
        }
        const std::string& language = m_tokenizer.language();
        const auto ofText = [&](std::string_view text) {
            return text::phonemes(text, language.empty() ? "en-us" : language).map([](const std::string& ipa) {
                return utf8::decode(ipa);
            });
        };
        return phonemesOf(utterance, borders, {ofText, [](std::string_view ipa) { return utf8::decode(ipa); }});
    }

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

Result<std::unique_ptr<SpeechModel>> loadVoice(const std::filesystem::path& folder, const LoadModel& loadModel) {
    return guarded([&]() -> Result<std::unique_ptr<SpeechModel>> {
        PARLANDO_TRY_ASSIGN(auto model, loadModel(folder));
        PARLANDO_TRY_ASSIGN(Tokenizer tokenizer, Tokenizer::load(folder, model->config().vocabSize));
        return std::make_unique<VitsVoice>(std::move(model), std::move(tokenizer));
    });
}

}  // namespace parlando::engine::vits
