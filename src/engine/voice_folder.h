#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace parlando::engine {

// A folder with a voice in it. One that cannot be used is kept with the reason, so that a person who asks
// for it is told what is wrong rather than that it does not exist.
struct InstalledVoice {
    Voice voice;
    std::filesystem::path folder;
    std::optional<Error> problem;
};

// The voices in `folders`, each of which holds one folder per voice, named as the voice's id; sorted by
// id within each, and the first wins where ids collide. voice.json in a voice's folder may give name,
// language, description and license. A folder that does not exist has no voices.
std::vector<InstalledVoice> findVoices(std::span<const std::string> folders);

}  // namespace parlando::engine
