#pragma once

#include <memory>

#include "engine/engine.h"

namespace parlando::engine {

// The engine on libtorch: text front end, models and joins, one synthesis at a time. Fails with notFound
// if none of the folders has a usable voice.
Result<std::unique_ptr<Engine>> createSpeechEngine(const EngineConfig& config);

}  // namespace parlando::engine
