#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"

namespace parlando::engine {

// A speaker's share in a voice that is mixed of several.
struct SpeakerShare {
    int speaker = 0;     // index into Voice::speakers
    double share = 1.0;  // those of a blend add up to 1
};

inline constexpr std::size_t kMaximumBlend = 16;  // speakers

// "af_bella(2)+af_heart(1)" is two parts of one speaker and one of the other; without a number it is one part. Speakers
// are named as in `voice.speakers`. Errors: notFound (no such speaker; the message lists those that exist),
// invalidInput (a voice that does not blend, a speaker named twice, more than kMaximumBlend, parts that are not from
// 0.001 to 1000).
Result<std::vector<SpeakerShare>> parseBlend(std::string_view blend, const Voice& voice);

}  // namespace parlando::engine
