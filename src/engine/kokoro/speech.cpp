#include "engine/kokoro/speech.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "audio/join.h"
#include "engine/guarded.h"
#include "engine/kokoro/phonemes.h"
#include "engine/kokoro/symbols.h"
#include "engine/kokoro/voice.h"
#include "engine/kokoro/voice_pack.h"
#include "engine/word_symbols.h"
#include "engine/word_times.h"

namespace parlando::engine::kokoro {
namespace {

constexpr std::size_t kLongestPiece = 250;  // phonemes: about 15 seconds, which is what the model was trained with
// Between the pieces of a sentence the model's own silence is cut to this at each side, and a breath is added.
constexpr double kEdgeSeconds = 0.05;
constexpr double kBreathSeconds = 0.05;

class KokoroVoice : public SpeechModel {
public:
    KokoroVoice(std::filesystem::path folder, std::vector<std::string> speakers, std::unique_ptr<Model> model)
        : m_folder(std::move(folder)), m_speakers(std::move(speakers)), m_model(std::move(model)) {}

    Result<> speak(const text::Utterance& utterance, const Options& options, const AudioSink& sink,
                   const WordSink& words) override {
        const std::vector<SpeakerShare> shares =
            options.blend.empty() ? std::vector{SpeakerShare{options.speaker, 1.0}} : options.blend;
        // The language is that of the speaker who is named first.
        PARLANDO_TRY_ASSIGN(const Pronunciation pronunciation, pronunciationOf(nameOf(shares.front())));
        PARLANDO_TRY_ASSIGN(const Symbols symbols,
                            phonemesOf(utterance, words ? Borders::needed : Borders::unneeded, pronunciation));
        return guarded([&]() -> Result<> {
            // Packs are read for each sentence: that takes a millisecond, and 54 of them would take 28 MB.
            std::vector<VoicePack> packs;
            for (const SpeakerShare& share : shares) {
                PARLANDO_TRY_ASSIGN(VoicePack pack,
                                    VoicePack::load(packFile(m_folder, nameOf(share)), m_model->styleSize()));
                packs.push_back(std::move(pack));
            }
            std::mt19937_64 generator(options.seed);
            std::uniform_real_distribution<float> uniform;
            std::normal_distribution<float> normal;
            const NoiseSource noise = [&](NoiseKind kind, std::span<float> rows) {
                std::ranges::generate(
                    rows, [&] { return kind == NoiseKind::phases ? uniform(generator) : normal(generator); });
            };
            const int rate = m_model->config().sampleRate;
            const auto samplesPerFrame = static_cast<std::uint64_t>(2 * m_model->config().samplesPerPitch());
            std::uint64_t given = 0;
            const auto give = [&](std::span<const float> samples) -> Result<> {
                given += samples.size();
                return samples.empty() ? Result<>() : sink(samples);
            };
            bool breath = false;
            std::size_t told = 0;  // words
            for (const Piece& piece : cutIntoPieces(symbols.text, longestPiece(options.speed))) {
                std::vector<std::size_t> places;
                const std::vector<std::int64_t> ids =
                    symbolIds(m_model->config(), piece.phonemes, words ? &places : nullptr);
                if (ids.empty()) {
                    continue;
                }
                std::vector<float> style(m_model->styleSize());
                for (std::size_t i = 0; i < shares.size(); ++i) {
                    const auto share = static_cast<float>(shares[i].share);
                    std::ranges::transform(packs[i].style(piece.phonemes.size()), style, style.begin(),
                                           [share](float value, float sum) { return sum + share * value; });
                }
                std::vector<WordPlace> wordPlaces;
                DurationSink durations;
                if (words) {
                    const std::vector<Range> wordsOfPiece = wordsIn(piece, symbols.words, told);
                    durations = [&, wordsOfPiece](std::span<const std::int64_t> frames) {
                        wordPlaces = placesOf(wordsOfPiece, places, frames, samplesPerFrame);
                    };
                }
                PARLANDO_TRY_ASSIGN(const std::vector<float> samples,
                                    m_model->synthesise(ids, style, options.speed, noise, {}, durations));
                if (breath) {
                    PARLANDO_TRY(give(audio::silence(kBreathSeconds, rate)));
                }
                const std::uint64_t start = given;
                audio::SentenceTrimmer trimmer(rate, kEdgeSeconds);
                const auto begun = trimmer.push(samples);
                PARLANDO_TRY(give(begun));
                const auto rest = trimmer.finish();
                const std::uint64_t end = given + rest.size();
                for (const WordPlace& place : wordPlaces) {
                    const auto heard = [&](std::uint64_t sample) {
                        return std::min(start + sample - std::min<std::uint64_t>(sample, trimmer.cut()), end);
                    };
                    words({told++, heard(place.begin), heard(place.end)});
                }
                PARLANDO_TRY(give(rest));
                breath = piece.endsInMark;
            }
            for (; words && told < symbols.words.size(); ++told) {  // what has no symbol at the end
                words({told, given, given});
            }
            return {};
        });
    }

private:
    // The words that end in the piece, from the first that was not yet told, in its own phonemes.
    static std::vector<Range> wordsIn(const Piece& piece, std::span<const Range> words, std::size_t first) {
        const std::size_t end = piece.begin + piece.phonemes.size();
        std::vector<Range> inside;
        for (; first < words.size() && words[first].end <= end; ++first) {
            const auto moved = [&piece](std::size_t place) { return place - std::min(place, piece.begin); };
            inside.push_back({moved(words[first].begin), moved(words[first].end)});
        }
        return inside;
    }

    const std::string& nameOf(const SpeakerShare& share) const {
        return m_speakers[static_cast<std::size_t>(share.speaker)];
    }

    // Slow speech takes as much memory as long speech.
    std::size_t longestPiece(double speed) const {
        const auto fits = static_cast<std::size_t>(m_model->longestInput() - 2);
        return std::min(fits, static_cast<std::size_t>(kLongestPiece * std::min(speed, 1.0)));
    }

    std::filesystem::path m_folder;
    std::vector<std::string> m_speakers;
    std::unique_ptr<Model> m_model;
};

}  // namespace

Result<std::unique_ptr<SpeechModel>> loadVoice(const std::filesystem::path& folder, const LoadModel& loadModel) {
    return guarded([&]() -> Result<std::unique_ptr<SpeechModel>> {
        PARLANDO_TRY_ASSIGN(Voice voice, describe(folder));
        PARLANDO_TRY_ASSIGN(auto model, loadModel(folder));
        return std::make_unique<KokoroVoice>(folder, std::move(voice.speakers), std::move(model));
    });
}

}  // namespace parlando::engine::kokoro
