#include <string_view>

#include "base/version.h"
#include "engine/engine_entry.h"
#include "engine/speech_engine.h"

namespace {

using namespace parlando::engine;

constexpr bool kCuda = std::string_view(PARLANDO_VARIANT) == "cuda";

constexpr EngineEntry kEntry{{kEngineInterface, parlando::kVersion}, PARLANDO_VARIANT, [](const EngineConfig& config) {
                                 return createSpeechEngine(kCuda ? Variant::cuda : Variant::cpu, config);
                             }};

}  // namespace

extern "C" [[gnu::visibility("default")]] const parlando::engine::EngineEntry* parlando_engine_entry() {
    return &kEntry;
}
