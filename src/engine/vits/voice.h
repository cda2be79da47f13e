#pragma once

#include <filesystem>
#include <memory>

#include "engine/engine.h"
#include "engine/speech_model.h"

// How the engine uses VITS without seeing libtorch.
namespace parlando::engine::vits {

// True if `folder` is meant as a voice, whole or not: it has a config.json, or files of a Piper voice.
bool isVoice(const std::filesystem::path& folder);

// What the voice's JSON file says of it, without a look at the weights: family, sample rate and speakers; of a Piper
// voice also name and language. An error if the weights are missing.
Result<Voice> describe(const std::filesystem::path& folder);

Result<std::unique_ptr<SpeechModel>> load(const std::filesystem::path& folder);

}  // namespace parlando::engine::vits
