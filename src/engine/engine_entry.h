#pragma once

#include <cstdint>
#include <memory>

#include "engine/engine.h"

// The one symbol that the engine library exports. The two sides are built together and exchange C++
// types, so the loader accepts a library only if both numbers below are its own.
namespace parlando::engine {

// Raised whenever engine.h or this struct changes.
inline constexpr std::uint32_t kEngineInterface = 2;

struct EngineEntry {
    std::uint32_t interfaceNumber;  // first member of every past and future version of this struct
    const char* version;            // of the product: kVersion
    const char* variant;            // "cpu" or "cuda"
    // Does not throw.
    Result<std::unique_ptr<Engine>> (*create)(const EngineConfig& config);
};

inline constexpr char kEngineEntrySymbol[] = "parlando_engine_entry";
using EngineEntryFunction = const EngineEntry*();

}  // namespace parlando::engine
