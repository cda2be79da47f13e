#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/kokoro/config.h"
#include "engine/layers.h"

// Kokoro for inference: StyleTTS 2 (Li et al., 2023) with the decoder of iSTFTNet (Kaneko et al., 2022), as its weights
// are published: config.json and a PyTorch checkpoint. Every size comes from the tensors.
namespace parlando::engine::kokoro {

enum class NoiseKind {
    phases,  // initial phases of the harmonics, uniform from 0 to 1
    source,  // standard normal, a row of as many values as there are harmonics for each sample
};
// Fills rows of noise, in their order: of the source in pieces, one after the other.
using NoiseSource = std::function<void(NoiseKind kind, std::span<float> rows)>;

// Sees each intermediate result under the name that the parity fixtures use ("duration_encoder", "F0", "waveform", …):
// rows of `channels` values, one row a symbol, frame or sample. What it writes there is what the synthesis goes on
// with, so that a test can give every stage exact inputs where rounding errors would grow from stage to stage.
using Trace = std::function<void(std::string_view stage, std::size_t channels, std::span<float> rows)>;
void traced(const Trace& trace, std::string_view stage, Rows& rows);

// Gets how many frames each symbol lasts; a frame is two values of the pitch curve.
using DurationSink = std::function<void(std::span<const std::int64_t> frames)>;

// No piece of text that a caller should give at once lasts longer.
inline constexpr double kLongestSpeech = 60.0;  // seconds

// The two implementations, on the CPU's kernels and on libtorch, give the same audio up to rounding.
class Model {
public:
    virtual ~Model() = default;
    virtual const Config& config() const = 0;
    virtual std::int64_t longestInput() const = 0;  // symbols
    virtual std::size_t styleSize() const = 0;      // of a voice: the decoder's part, then the predictor's

    // Symbols to audio: mono, -1 to 1, config().sampleRate Hz. `ids` are symbols of config().vocabulary with 0 at both
    // ends, at most longestInput(); `style` has styleSize() values; `speed` 2.0 speaks twice as fast. Fails with
    // `corrupt` if it would last longer than kLongestSpeech. One call at a time. May throw where memory or libtorch
    // fails, or the kernels are interrupted.
    virtual Result<std::vector<float>> synthesise(std::span<const std::int64_t> ids, std::span<const float> style,
                                                  double speed, const NoiseSource& noise, const Trace& trace = {},
                                                  const DurationSink& durations = {}) = 0;

protected:
    Model() = default;
    Model(const Model&) = default;
    Model& operator=(const Model&) = default;
};

// Rejects the tensors if they have fewer symbols than config.json names.
void checkVocabulary(const Config& config, std::int64_t symbols, Values& values);

// Error `corrupt`: so many frames are none, or last longer than kLongestSpeech.
Result<> checkLength(const Config& config, std::size_t symbols, double frames);

}  // namespace parlando::engine::kokoro
