#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/speech_model.h"
#include "engine/vits/config.h"

// VITS for inference (Kim, Kong and Son, "Conditional Variational Autoencoder with Adversarial Learning
// for End-to-End Text-to-Speech", 2021). Every dimension comes from the files of the voice; see checkpoint.h.
namespace parlando::engine::vits {

struct Scales {
    double noise = 0.0;          // standard deviation of the prior that is kept, 0 to 1
    double noiseDuration = 0.0;  // the same for the stochastic duration predictor
    double speakingRate = 1.0;   // 2.0 speaks twice as fast
};

enum class NoiseKind { duration, latent };
// Fills rows of `channels` values with standard normal noise: for the durations one row a symbol, for the latents one a
// frame, in their order; asked for only where its scale is not 0.
using NoiseSource = std::function<void(NoiseKind kind, std::size_t channels, std::span<float> rows)>;

// Sees each intermediate result under the name that the parity fixtures use ("text_hidden", "log_durations",
// "waveform", …): rows of `channels` values, one row a symbol, frame or sample, some in pieces one after the other.
using Trace = std::function<void(std::string_view stage, std::size_t channels, std::span<const float> rows)>;

// Gets how many frames each symbol lasts, before there is any audio.
using DurationSink = std::function<void(std::span<const std::int64_t> frames)>;

// A symbol of speech lasts well under a second; at the usual 10 ms a frame this allows 5 s.
inline constexpr std::int64_t kMaximumFramesPerSymbol = 500;

// The two implementations, on the CPU's kernels and on libtorch, give the same audio up to rounding.
class Model {
public:
    virtual ~Model() = default;
    virtual const Config& config() const = 0;

    // Symbols to audio, mono, -1 to 1, config().sampleRate Hz. `ids` are not empty and below config().vocabSize;
    // the embeddings of `speakers` are added up, each by its share; a model with one speaker ignores them. Fails with
    // `corrupt` if the weights ask for more than kMaximumFramesPerSymbol, or as the sink does. One call at a time. May
    // throw where memory or libtorch fails, or the kernels are interrupted.
    virtual Result<> synthesise(const std::vector<std::int64_t>& ids, std::span<const SpeakerShare> speakers,
                                const Scales& scales, const NoiseSource& noise, const AudioSink& sink,
                                const Trace& trace = {}, const DurationSink& durations = {}) = 0;

protected:
    Model() = default;
    Model(const Model&) = default;
    Model& operator=(const Model&) = default;
};

// The length of each symbol in frames from its logarithm, and what all of them last. Error: corrupt.
struct Alignment {
    std::vector<std::int64_t> durations;
    std::int64_t frames = 0;
};
Result<Alignment> align(std::span<const float> logDurations, double speakingRate);

}  // namespace parlando::engine::vits
