#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine_library.h"
#include "server/options.h"
#include "voices/voice_folders.h"

namespace parlando::server {

// Whether there is a card that the build can use: an error (incompatible) with the reason for a CUDA build on a
// computer without one.
Result<> checkGraphicsCard(const Build& build);

// Where voices may lie, best first: --voices, the built-in ones beside the program, in ../share/parlando, and in the
// source tree for a program that was never installed, then the user's own.
Result<std::vector<std::filesystem::path>> voiceFolderCandidates(const EngineOptions& options);

// The engine library beside the program. Errors: incompatible (missing, or of another build).
Result<engine::EngineLibrary> openEngineLibrary(const Build& build);

// The engine as configured. Errors: notFound (no voices at all), in a CUDA build incompatible (no card that it can
// use), and those of the voices' files.
Result<std::unique_ptr<engine::Engine>> createEngine(const engine::EngineLibrary& library,
                                                     const EngineOptions& options);

// Reads all of a voice with an engine of its own and lets it say a word.
voices::CheckVoice voiceCheck(const EngineOptions& options);

// All of the above. Errors are sentences for people; a missing library or no voices at all is `incompatible`, that is,
// a broken installation.
Result<std::unique_ptr<engine::Engine>> loadEngine(const EngineOptions& options);

}  // namespace parlando::server
