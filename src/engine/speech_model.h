#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/blend.h"

namespace parlando::engine {

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

    // Speaks one sentence of normalised text: mono samples at the voice's rate, with whatever silence the
    // model puts at both ends. Empty if the voice has no symbol for anything in it. Does not throw.
    virtual Result<std::vector<float>> speak(std::string_view sentence, const Options& options) const = 0;
};

}  // namespace parlando::engine
