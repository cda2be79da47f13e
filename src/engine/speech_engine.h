#pragma once

#include <memory>

#include "engine/engine.h"

namespace parlando::engine {

enum class Variant { cpu, cuda };

// The engine: text front end, models and joins, one synthesis at a time. Fails with notFound if none of the folders
// has a usable voice, and the CUDA variant with incompatible if there is no usable GPU.
Result<std::unique_ptr<Engine>> createSpeechEngine(Variant variant, const EngineConfig& config);

}  // namespace parlando::engine
