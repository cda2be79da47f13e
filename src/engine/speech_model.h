#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "base/result.h"

namespace parlando::engine {

// Receives mono samples as they are made, one piece after the other. An error stops whoever calls it.
using AudioSink = std::function<Result<>(std::span<const float> samples)>;

// The weights of one voice, ready to speak; one implementation per model family.
class SpeechModel {
public:
    struct Options {
        int speaker = 0;
        double speed = 1.0;
        std::uint64_t seed = 0;
    };

    virtual ~SpeechModel() = default;

    // Speaks one sentence of normalised text at the voice's rate, with whatever silence the model puts at both ends.
    // The sink gets nothing if the voice has no symbol for anything in it. One call at a time. Does not throw.
    virtual Result<> speak(std::string_view sentence, const Options& options, const AudioSink& sink) = 0;
};

}  // namespace parlando::engine
