#pragma once

#include <span>
#include <string_view>

#include "audio/format.h"
#include "base/result.h"
#include "engine/engine.h"
#include "server/jobs/library_speech.h"
#include "store/generation.h"
#include "store/profiles.h"

namespace parlando::server {

inline constexpr std::size_t kMaximumGenerationCharacters = 50'000;
inline constexpr std::size_t kMaximumSpeakCharacters = 10'000;

// POST /generate and its relatives after reading.
struct GenerationRequest {
    store::NewGeneration order;
    LibraryParameters parameters;  // also in `order`, as text
    bool save = false;             // what is streamed goes to the library, too

    engine::Request speech() const;
};

// Reads the body of POST /generate and POST /generate/stream: voicebox's members, and ours: `voice`, `speed`,
// `format`, `save`, `ssml`. The voice is that of the profile, else `voice`, else the first that speaks the language.
// Errors: invalidInput, notFound (no such profile, no such voice).
Result<GenerationRequest> readGenerationRequest(std::string_view body, std::span<const engine::Voice> voices,
                                                const store::Profiles& profiles);

// The same for POST /speak, which names a profile by its name or id.
Result<GenerationRequest> readSpeakRequest(std::string_view body, std::span<const engine::Voice> voices,
                                           const store::Profiles& profiles);

}  // namespace parlando::server
