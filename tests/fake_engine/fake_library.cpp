#include "base/version.h"
#include "engine/engine_entry.h"
#include "fake_engine/fake_engine.h"

// A real shared library with the fake engine in it, in the variants that a loader must tell apart.

#ifndef FAKE_VERSION
#define FAKE_VERSION parlando::kVersion
#endif
#ifndef FAKE_INTERFACE
#define FAKE_INTERFACE parlando::engine::kEngineInterface
#endif
#ifndef FAKE_VARIANT
#define FAKE_VARIANT "cpu"
#endif
#ifndef FAKE_CHUNKS
#define FAKE_CHUNKS 3
#endif
#ifndef FAKE_CHUNK_MILLISECONDS
#define FAKE_CHUNK_MILLISECONDS 0
#endif

namespace {

using namespace parlando;

Result<std::unique_ptr<engine::Engine>> create(const engine::EngineConfig& config) {
    if (config.voiceFolders.empty()) {
        return failure(ErrorCode::notFound, "no voices");
    }
    engine::FakeScript script;
    script.deviceKind = FAKE_VARIANT;
    script.chunks = FAKE_CHUNKS;
    script.delayPerChunk = std::chrono::milliseconds(FAKE_CHUNK_MILLISECONDS);
    return std::make_unique<engine::FakeEngine>(std::move(script));
}

const engine::EngineEntry kEntry{FAKE_INTERFACE, FAKE_VERSION, FAKE_VARIANT, &create};

}  // namespace

extern "C" __attribute__((visibility("default"))) const engine::EngineEntry* parlando_engine_entry();

const engine::EngineEntry* parlando_engine_entry() {
    return &kEntry;
}
