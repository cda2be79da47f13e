#pragma once

#include <filesystem>
#include <memory>

#include "engine/engine.h"
#include "engine/speech_model.h"

// How the engine uses VITS without seeing libtorch.
namespace parlando::engine::vits {

// True if `folder` is meant as a voice: it has a config.json.
bool isVoice(const std::filesystem::path& folder);

// What config.json says of the voice: family, sample rate and number of speakers.
Result<Voice> describe(const std::filesystem::path& folder);

Result<std::unique_ptr<SpeechModel>> load(const std::filesystem::path& folder);

}  // namespace parlando::engine::vits
