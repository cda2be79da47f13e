#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/engine.h"

namespace parlando::server {

struct VoiceChoice {
    std::string voice;    // id
    int speaker = 0;      // index into Voice::speakers
    std::string blend{};  // of several speakers; empty: `speaker`

    // As the engine takes it: "kokoro", "kokoro:af_bella(2)+af_heart(1)".
    std::string name() const { return blend.empty() ? voice : voice + ":" + blend; }
};

// The installed voice that a client means; `voices` has at least one.
//   "robin"                         its id
//   "vctk:p225", "vctk:17"          one speaker of it, by name or number
//   "kokoro:af_bella(2)+af_heart(1)" a mixture of its speakers, see engine/blend.h
//   "alloy", "nova" and the rest    OpenAI's names: each means one of ours, "alloy" the first
//   ""                              the first that speaks `language`
// `language` is BCP 47, compared by its first part ("en" is "en-US"); empty: any. Errors: notFound (no such voice
// or speaker, or the voice cannot be used), invalidInput (a blend that is none, or the voice does not speak the
// language); messages list what exists.
Result<VoiceChoice> chooseVoice(std::span<const engine::Voice> voices, std::string_view name,
                                std::string_view language = {});

}  // namespace parlando::server
