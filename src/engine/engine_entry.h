#pragma once

#include <cstdint>
#include <memory>

#include "engine/engine.h"

// The one symbol that the engine library exports. The two sides are built together and exchange C++
// types, so the loader accepts a library only if number and version are its own.
namespace parlando::engine {

// Raised whenever engine.h, speech_model.h or one of the entries changes.
inline constexpr std::uint32_t kEngineInterface = 6;

// What every past and future entry begins with.
struct EntryHead {
    std::uint32_t interfaceNumber;
    const char* version;  // of the product: kVersion
};

struct EngineEntry {
    EntryHead head;
    const char* variant;  // "cpu" or "cuda"
    // Does not throw.
    Result<std::unique_ptr<Engine>> (*create)(const EngineConfig& config);
};

inline constexpr char kEngineEntrySymbol[] = "parlando_engine_entry";
using EngineEntryFunction = const EngineEntry*();

}  // namespace parlando::engine
