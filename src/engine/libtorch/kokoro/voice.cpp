#include "engine/kokoro/voice.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/InferenceMode.h>

#include "audio/join.h"
#include "engine/kokoro/phonemes.h"
#include "engine/kokoro/symbols.h"
#include "engine/libtorch/kokoro/model.h"
#include "engine/libtorch/kokoro/voice_pack.h"

namespace parlando::engine::kokoro {
namespace {

constexpr std::size_t kLongestPiece = 250;  // phonemes: about 15 seconds, which is what the model was trained with
// Between the pieces of a sentence the model's own silence is cut to this at each side, and a breath is added.
constexpr double kEdgeSeconds = 0.05;
constexpr double kBreathSeconds = 0.05;

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

class KokoroVoice : public SpeechModel {
public:
    KokoroVoice(std::filesystem::path folder, std::vector<std::string> speakers, std::unique_ptr<Model> model)
        : m_folder(std::move(folder)), m_speakers(std::move(speakers)), m_model(std::move(model)) {}

    Result<std::vector<float>> speak(std::string_view sentence, const Options& options) const override {
        const std::vector<SpeakerShare> shares =
            options.blend.empty() ? std::vector{SpeakerShare{options.speaker, 1.0}} : options.blend;
        // The language is that of the speaker who is named first.
        PARLANDO_TRY_ASSIGN(const std::u32string phonemes, phonemesOf(sentence, nameOf(shares.front())));
        return guarded([&]() -> Result<std::vector<float>> {
            // Packs are read for each sentence: that takes a millisecond, and 54 of them would take 28 MB.
            std::vector<VoicePack> packs;
            for (const SpeakerShare& share : shares) {
                PARLANDO_TRY_ASSIGN(VoicePack pack,
                                    VoicePack::load(packFile(m_folder, nameOf(share)), m_model->styleSize()));
                packs.push_back(std::move(pack));
            }
            at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(options.seed);
            const NoiseSource noise = [&generator](NoiseKind kind, at::IntArrayRef shape) {
                return kind == NoiseKind::phases ? at::rand(shape, generator, at::kFloat)
                                                 : at::randn(shape, generator, at::kFloat);
            };
            std::vector<float> speech;
            bool breath = false;
            for (const Piece& piece : cutIntoPieces(phonemes, longestPiece(options.speed))) {
                const std::vector<std::int64_t> ids = symbolIds(m_model->config(), piece.phonemes);
                if (ids.empty()) {
                    continue;
                }
                at::Tensor style = at::zeros({1, m_model->styleSize()});
                for (std::size_t i = 0; i < shares.size(); ++i) {
                    style.add_(packs[i].style(piece.phonemes.size()), shares[i].share);
                }
                PARLANDO_TRY_ASSIGN(const at::Tensor waveform, m_model->synthesise(ids, style, options.speed, noise));
                append(speech, waveform.cpu().contiguous(), breath);
                breath = piece.endsInMark;
            }
            return speech;
        });
    }

private:
    const std::string& nameOf(const SpeakerShare& share) const {
        return m_speakers[static_cast<std::size_t>(share.speaker)];
    }

    // Slow speech takes as much memory as long speech.
    std::size_t longestPiece(double speed) const {
        const auto fits = static_cast<std::size_t>(m_model->longestInput() - 2);
        return std::min(fits, static_cast<std::size_t>(kLongestPiece * std::min(speed, 1.0)));
    }

    void append(std::vector<float>& speech, at::Tensor waveform, bool breath) const {
        const std::span<float> all(waveform.data_ptr<float>(), static_cast<std::size_t>(waveform.numel()));
        const int rate = m_model->config().sampleRate;
        const std::span<float> audible = audio::trimSilence(all, rate, kEdgeSeconds);
        audio::fadeEdges(audible, rate);
        if (breath && !speech.empty()) {
            const std::vector<float> pause = audio::silence(kBreathSeconds, rate);
            speech.insert(speech.end(), pause.begin(), pause.end());
        }
        speech.insert(speech.end(), audible.begin(), audible.end());
    }

    std::filesystem::path m_folder;
    std::vector<std::string> m_speakers;
    std::unique_ptr<Model> m_model;
};

}  // namespace

Result<std::unique_ptr<SpeechModel>> load(const std::filesystem::path& folder) {
    return guarded([&]() -> Result<std::unique_ptr<SpeechModel>> {
        PARLANDO_TRY_ASSIGN(Voice voice, describe(folder));
        PARLANDO_TRY_ASSIGN(auto model, Model::load(folder));
        return std::make_unique<KokoroVoice>(folder, std::move(voice.speakers), std::move(model));
    });
}

}  // namespace parlando::engine::kokoro
