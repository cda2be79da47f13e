#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "engine/speech_model.h"

namespace parlando::engine::kokoro {

// The model in `folder` (kokoro/voice.h), ready to speak. A sentence comes in pieces of a clause or more. Errors name
// the file and the tensor. Does not throw.
Result<std::unique_ptr<SpeechModel>> load(const std::filesystem::path& folder);

}  // namespace parlando::engine::kokoro
