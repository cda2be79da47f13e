#include "engine/speech_engine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <list>
#include <memory>
#include <utility>

#include <spdlog/fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "audio/join.h"
#include "engine/kernels/worker_pool.h"
#include "engine/kokoro/cpu_model.h"
#include "engine/kokoro/speech.h"
#include "engine/kokoro/voice.h"
#include "engine/model_library.h"
#include "engine/processor.h"
#include "engine/speech_model.h"
#include "engine/turns.h"
#include "engine/vits/cpu_model.h"
#include "engine/vits/voice.h"
#include "engine/voice_folder.h"
#include "engine/word_times.h"
#include "text/front_end.h"
#include "text/script.h"

namespace parlando::engine {
namespace {

using Clock = std::chrono::steady_clock;

// Silence that stays at both ends of a sentence; the pause between sentences comes from the text.
constexpr double kEdgeSeconds = 0.05;
// Models in memory at the same time; a small voice takes 15 MB, a large one 150 MB.
constexpr std::size_t kModelsKept = 3;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class SpeechEngine : public Engine {
public:
    SpeechEngine(std::vector<InstalledVoice> installed, Variant variant, Device device)
        : m_installed(std::move(installed)),
          m_variant(variant),
          m_device(std::move(device)),
          m_pool(variant == Variant::cpu ? m_device.threads : 1) {
        // A folder of broken voices must not hide a good one as the default.
        std::ranges::stable_partition(m_installed, [](const InstalledVoice& voice) { return !voice.problem; });
    }

    std::vector<Voice> voices() const override {
        std::vector<Voice> voices;
        for (const InstalledVoice& installed : m_installed) {
            voices.push_back(installed.voice);
            if (installed.problem) {
                voices.back().problem = installed.problem->message;
            }
        }
        return voices;
    }

    Device device() const override { return m_device; }

    Result<Summary> synthesise(const Request& request, std::stop_token stop, const ChunkSink& sink) override {
        const std::string_view wish = request.voice;
        const std::size_t colon = std::min(wish.find(':'), wish.size());
        PARLANDO_TRY_ASSIGN(const InstalledVoice* installed, find(std::string(wish.substr(0, colon))));
        PARLANDO_TRY(check(request, installed->voice));
        std::vector<SpeakerShare> blend = installed->blend;
        if (colon < wish.size()) {
            PARLANDO_TRY_ASSIGN(blend, parseBlend(wish.substr(colon + 1), installed->voice));
        }
        PARLANDO_TRY_ASSIGN(auto narration, text::Narration::open(request.text, {.longestText = text::kLongestScript}));
        PARLANDO_TRY_ASSIGN(auto utterance, narration.next());

        PARLANDO_TRY_ASSIGN(Turns::Turn turn, m_turns.wait(stop));
        auto start = Clock::now();
        // Another request may put the model away while it has its turn; this one keeps it to its end.
        PARLANDO_TRY_ASSIGN(const std::shared_ptr<SpeechModel> model, modelOf(*installed));
        Summary summary{installed->voice.id, installed->voice.sampleRate, 0, 0.0};
        const bool timed = request.words == WordTimes::wanted;
        WordClock clock(summary.sampleRate);
        const auto emit = [&](std::span<const float> samples, double progress,
                              std::span<const SpokenWord> words = {}) -> Result<> {
            if (stop.stop_requested()) {
                return failure(ErrorCode::cancelled, "the synthesis was cancelled");
            }
            if (samples.empty()) {
                return {};
            }
            summary.samples += samples.size();
            return sink({samples, summary.sampleRate, progress, words});
        };
        const auto length = static_cast<double>(request.text.size());
        bool anythingHeard = false;
        while (utterance) {
            // Within a sentence nobody knows how much is still to come: its progress stays at its beginning.
            const double begun = static_cast<double>(utterance->begin) / length;
            const double done = static_cast<double>(utterance->end) / length;
            const double speed = std::clamp(request.speed * utterance->rate, kMinimumSpeed, kMaximumSpeed);
            PARLANDO_TRY(emit({}, begun));  // a request that was cancelled does not begin another sentence
            if (utterance->pauseBefore > 0.0) {
                PARLANDO_TRY(emit(audio::silence(utterance->pauseBefore / speed, summary.sampleRate), begun));
            }
            const std::uint64_t before = summary.samples;
            audio::SentenceTrimmer trimmer(summary.sampleRate, kEdgeSeconds);
            clock.begin(*utterance, before);
            const auto give = [&](std::span<const float> samples) -> Result<> {
                const auto piece = trimmer.push(samples);
                return emit(piece, begun,
                            piece.empty() ? std::span<const SpokenWord>()
                                          : clock.upTo(summary.samples - before + piece.size(), trimmer.cut()));
            };
            const WordSink addWord = timed ? [&clock](const WordPlace& place) { clock.add(place); } : WordSink();
            {
                const kernels::WorkerPool::Interruption interruption(m_pool, stop);
                PARLANDO_TRY(model->speak(*utterance, {request.speaker, speed, request.seed, blend}, give, addWord));
            }
            const auto last = trimmer.finish();
            PARLANDO_TRY(emit(last, done, clock.rest(summary.samples - before + last.size(), trimmer.cut())));
            const bool heard = summary.samples > before;
            anythingHeard = anythingHeard || heard;
            if (heard && utterance->pauseAfter > 0.0) {
                PARLANDO_TRY(emit(audio::silence(utterance->pauseAfter / speed, summary.sampleRate), done));
            }
            PARLANDO_TRY_ASSIGN(utterance, narration.next());
            if (utterance) {
                const auto yielded = Clock::now();
                PARLANDO_TRY(turn.yield(stop));
                start += Clock::now() - yielded;  // the time of others
            }
        }
        if (!anythingHeard) {
            return failure(ErrorCode::invalidInput,
                           fmt::format("The voice '{}' has no sound for anything in this text.", summary.voice));
        }
        summary.seconds = secondsSince(start);
        return summary;
    }

    Result<SelfTest> selfTest() override {
        const auto start = Clock::now();
        double energy = 0.0;
        const auto measure = [&energy](const Chunk& chunk) -> Result<> {
            for (const float sample : chunk.samples) {
                energy += static_cast<double>(sample) * static_cast<double>(sample);
            }
            return {};
        };
        Request request;
        request.text = "This is a test of the voice.";
        PARLANDO_TRY_ASSIGN(const Summary speech, synthesise(request, {}, measure));
        const double length = static_cast<double>(speech.samples) / speech.sampleRate;
        const double level = std::sqrt(energy / static_cast<double>(speech.samples));
        // NaN fails every comparison, hence the form "not within".
        if (!(level >= 0.005 && level <= 0.5) || !(length >= 0.8 && length <= 6.0)) {
            return failure(ErrorCode::internal,
                           fmt::format("the voice '{}' does not speak as it should: a test sentence came out {:.2f} s "
                                       "long at a level of {:.4f}",
                                       speech.voice, length, level));
        }
        return SelfTest{m_device, secondsSince(start), speech};
    }

private:
    Result<const InstalledVoice*> find(const std::string& id) const {
        const auto found = id.empty() ? m_installed.begin()
                                      : std::ranges::find_if(m_installed, [&id](const InstalledVoice& installed) {
                                            return installed.voice.id == id;
                                        });
        if (found == m_installed.end()) {
            std::vector<std::string> known;
            for (const InstalledVoice& voice : m_installed) {
                if (!voice.problem) {
                    known.push_back(voice.voice.id);
                }
            }
            return failure(ErrorCode::notFound, fmt::format("There is no voice '{}'. The installed voices are: {}.", id,
                                                            fmt::join(known, ", ")));
        }
        if (found->problem) {
            return failure(found->problem->context(fmt::format("The voice '{}' cannot be used", found->voice.id)));
        }
        return &*found;
    }

    static Result<> check(const Request& request, const Voice& voice) {
        if (!(request.speed >= kMinimumSpeed && request.speed <= kMaximumSpeed)) {
            return failure(ErrorCode::invalidInput,
                           fmt::format("The speed must be from {} to {}.", kMinimumSpeed, kMaximumSpeed));
        }
        const int speakers = std::max(1, static_cast<int>(voice.speakers.size()));
        if (request.speaker < 0 || request.speaker >= speakers) {
            return failure(ErrorCode::invalidInput,
                           fmt::format("The voice '{}' has speakers 0 to {}.", voice.id, speakers - 1));
        }
        return {};
    }

    // The caller has its turn, so nobody else looks at m_models.
    Result<std::shared_ptr<SpeechModel>> modelOf(const InstalledVoice& installed) {
        const auto loaded = std::ranges::find(m_models, installed.folder, &LoadedModel::folder);
        if (loaded != m_models.end()) {
            m_models.splice(m_models.begin(), m_models, loaded);
            return m_models.front().model;
        }
        auto model = load(installed);
        if (!model) {
            return failure(model.error().context(fmt::format("The voice '{}' cannot be used", installed.voice.id)));
        }
        m_models.push_front({installed.folder, std::move(*model)});
        if (m_models.size() > kModelsKept) {
            m_models.pop_back();
        }
        return m_models.front().model;
    }

    Result<std::unique_ptr<SpeechModel>> load(const InstalledVoice& installed) {
        const bool isKokoro = installed.voice.family == kokoro::kFamily;
        if (m_variant == Variant::cpu && isKokoro) {
            return kokoro::loadVoice(installed.folder, [this](const std::filesystem::path& path) {
                return kokoro::loadCpuModel(path, m_pool);
            });
        }
        if (m_variant == Variant::cpu) {
            return vits::loadVoice(installed.folder, [this](const std::filesystem::path& path) {
                return vits::loadCpuModel(path, m_pool);
            });
        }
        PARLANDO_TRY_ASSIGN(const ModelLibrary* library, modelLibrary());
        return library->load(isKokoro ? ModelFamily::kokoro : ModelFamily::vits, installed.folder);
    }

    struct LoadedModel {
        std::filesystem::path folder;
        std::shared_ptr<SpeechModel> model;
    };

    std::vector<InstalledVoice> m_installed;  // never changes
    Variant m_variant;
    Device m_device;
    kernels::WorkerPool m_pool;
    Turns m_turns;
    std::list<LoadedModel> m_models;  // most recently used first; belongs to whoever has the turn
};

}  // namespace

Result<std::unique_ptr<Engine>> createSpeechEngine(Variant variant, const EngineConfig& config) {
    const int threads = config.threads > 0 ? config.threads : defaultThreads();
    Device device{"cpu", processorName(), threads};
    if (variant == Variant::cuda) {
        PARLANDO_TRY_ASSIGN(const ModelLibrary* library, modelLibrary());
        PARLANDO_TRY_ASSIGN(device, library->device(threads));
    }
    std::vector<InstalledVoice> installed = findVoices(config.voiceFolders);
    bool usable = false;
    for (const InstalledVoice& voice : installed) {
        usable = usable || !voice.problem;
        if (voice.problem) {
            spdlog::warn("voice '{}' is left out: {}", voice.voice.id, voice.problem->message);
        }
    }
    if (!usable) {
        if (!installed.empty()) {
            return failure(installed.front().problem->context(
                fmt::format("The voice '{}' cannot be used", installed.front().voice.id)));
        }
        return failure(ErrorCode::notFound,
                       fmt::format("There is no voice in {}. A voice is a folder with the files as they are published: "
                                   "of Hugging Face's VITS config.json, vocab.json, tokenizer_config.json and "
                                   "model.safetensors, of Piper NAME.onnx and NAME.onnx.json.",
                                   fmt::join(config.voiceFolders, ", ")));
    }
    return std::make_unique<SpeechEngine>(std::move(installed), variant, std::move(device));
}

}  // namespace parlando::engine
