#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/result.h"
#include "engine/kokoro/model.h"
#include "engine/speech_model.h"

namespace parlando::engine::kokoro {

// A model with the speakers of `folder` (voice.h), ready to speak. A sentence comes in pieces of a clause or more.
// Errors name the file and the tensor. Does not throw.
using LoadModel = std::function<Result<std::unique_ptr<Model>>(const std::filesystem::path& folder)>;
Result<std::unique_ptr<SpeechModel>> loadVoice(const std::filesystem::path& folder, const LoadModel& loadModel);

}  // namespace parlando::engine::kokoro
