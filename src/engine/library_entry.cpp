#include "base/version.h"
#include "engine/engine_entry.h"
#include "engine/speech_engine.h"

namespace {

constexpr parlando::engine::EngineEntry kEntry{
    parlando::engine::kEngineInterface,
    parlando::kVersion,
    PARLANDO_VARIANT,
    &parlando::engine::createSpeechEngine,
};

}  // namespace

extern "C" [[gnu::visibility("default")]] const parlando::engine::EngineEntry* parlando_engine_entry() {
    return &kEntry;
}
