#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/blend.h"
#include "engine/engine.h"

namespace parlando::engine {

// A folder with a voice in it. One that cannot be used is kept with the reason, so that a person who asks
// for it is told what is wrong rather than that it does not exist.
struct InstalledVoice {
    Voice voice;
    std::filesystem::path folder;  // with the weights: of a blend that of the voice which it is mixed of
    std::optional<Error> problem;
    std::vector<SpeakerShare> blend{};  // of a saved blend
};

// The voices in `folders`, each of which holds one folder per voice, named as the voice's id; sorted by
// id within each, and the first wins where ids collide. voice.json in a voice's folder may give name,
// language, description and license; a saved blend has them from the voice that it is mixed of, which may lie in any of
// the folders. A folder that does not exist has no voices.
std::vector<InstalledVoice> findVoices(std::span<const std::string> folders);

}  // namespace parlando::engine
