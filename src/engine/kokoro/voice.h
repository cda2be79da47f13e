#pragma once

#include <filesystem>
#include <string>

#include "engine/engine.h"

// How the engine uses Kokoro without seeing libtorch. A folder as published is one voice: config.json, the weights and
// voices/*.pt, each of which is a speaker.
namespace parlando::engine::kokoro {

inline constexpr char kFamily[] = "kokoro";

// True if `folder` is meant as a Kokoro voice: its config.json is that of one.
bool isVoice(const std::filesystem::path& folder);

// What the files say of the voice: family, sample rate and speakers (those with a usable name, "af_heart" first because
// it is the best of those published, the others in the order of their names). Errors name the file: notFound, corrupt,
// incompatible.
Result<Voice> describe(const std::filesystem::path& folder);

// The file of a speaker.
std::filesystem::path packFile(const std::filesystem::path& folder, const std::string& speaker);

}  // namespace parlando::engine::kokoro
