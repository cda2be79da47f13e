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

// The file that makes the folder of a voice a saved blend instead of one with weights:
// {"name": "Warm duo", "voice": "vctk:p225(2)+p226(1)"}.
inline constexpr char kBlendFile[] = "blend.json";

// What stands behind the ':' where a voice is named: "af_heart", or a blend. "p225(2)+p226(1)" is two parts of one
// speaker and one of the other; without a number it is one part. A speaker is named as in `voice.speakers`, or by its
// number there; the voice's id may stand before it ("vctk:p225(2)+vctk:p226"). Errors: notFound (no such speaker; the
// message lists some that exist), invalidInput (a speaker named twice or of another voice, more than kMaximumBlend,
// parts that are not from 0.001 to 1000).
Result<std::vector<SpeakerShare>> parseBlend(std::string_view blend, const Voice& voice);

// The voice whose weights speak: itself, or what a saved blend is mixed of.
std::string_view modelOf(const Voice& voice);

}  // namespace parlando::engine
