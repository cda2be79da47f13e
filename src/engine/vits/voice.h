#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "engine/engine.h"
#include "engine/speech_model.h"
#include "engine/vits/model.h"

namespace parlando::engine::vits {

// True if `folder` is meant as a voice: it has a config.json.
bool isVoice(const std::filesystem::path& folder);

// What config.json says of the voice: family, sample rate and number of speakers.
Result<Voice> describe(const std::filesystem::path& folder);

// A model with the tokenizer of `folder`, ready to speak. Does not throw.
using LoadModel = std::function<Result<std::unique_ptr<Model>>(const std::filesystem::path& folder)>;
Result<std::unique_ptr<SpeechModel>> loadVoice(const std::filesystem::path& folder, const LoadModel& loadModel);

}  // namespace parlando::engine::vits
