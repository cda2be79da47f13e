#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "base/result.h"
#include "engine/blend.h"
#include "text/front_end.h"

namespace parlando::engine {

// Receives mono samples as they are made, one piece after the other. An error stops whoever calls it.
using AudioSink = std::function<Result<>(std::span<const float> samples)>;

// Where a word of an utterance is in its audio.
struct WordPlace {
    std::size_t word = 0;     // its number in Utterance::words
    std::uint64_t begin = 0;  // samples
    std::uint64_t end = 0;
};

// Receives the places of all words, in order: a word's before the audio that comes after it.
using WordSink = std::function<void(const WordPlace&)>;

// The weights of one voice, ready to speak; one implementation per model family.
class SpeechModel {
public:
    struct Options {
        int speaker = 0;
        double speed = 1.0;
        std::uint64_t seed = 0;
        std::vector<SpeakerShare> blend{};  // not empty: several speakers instead of `speaker`
    };

    virtual ~SpeechModel() = default;

    // Speaks an utterance at the voice's rate, with whatever silence the model puts at both ends. The sink gets nothing
    // if the voice has no symbol for anything in it. A voice that reads letters instead of phonemes passes over
    // Word::ipa. Without `words` nobody asks for them. One call at a time. Does not throw.
    virtual Result<> speak(const text::Utterance& utterance, const Options& options, const AudioSink& sink,
                           const WordSink& words) = 0;
};

}  // namespace parlando::engine
