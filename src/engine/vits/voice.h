#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "engine/engine.h"
#include "engine/speech_model.h"
#include "engine/vits/model.h"

namespace parlando::engine::vits {

// True if `folder` is meant as a voice, whole or not: it has a config.json, or files of a Piper voice.
bool isVoice(const std::filesystem::path& folder);

// What the voice's JSON file says of it, without a look at the weights: family, sample rate and speakers; of a Piper
// voice also name and language. An error if the weights are missing.
Result<Voice> describe(const std::filesystem::path& folder);

// A model with the tokenizer of `folder`, ready to speak. Does not throw.
using LoadModel = std::function<Result<std::unique_ptr<Model>>(const std::filesystem::path& folder)>;
Result<std::unique_ptr<SpeechModel>> loadVoice(const std::filesystem::path& folder, const LoadModel& loadModel);

}  // namespace parlando::engine::vits
