#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "engine/engine.h"
#include "engine/engine_entry.h"
#include "engine/speech_model.h"

// What needs libtorch lives in a library of its own, which only the CUDA variant loads: libtorch takes a large part of
// a second to load and a hundred megabytes, and the CPU's kernels do without it.
namespace parlando::engine {

enum class ModelFamily { vits, kokoro };

struct ModelLibrary {
    EntryHead head;
    // The device on which its models compute; on the CPU with so many threads. Error: incompatible (no usable GPU).
    Result<Device> (*device)(int threads);
    // Neither throws. Errors name the file and the field or tensor.
    Result<std::unique_ptr<SpeechModel>> (*load)(ModelFamily family, const std::filesystem::path& folder);
};

inline constexpr char kModelLibraryName[] = "libparlando-libtorch.so";
inline constexpr char kModelLibrarySymbol[] = "parlando_model_library";
using ModelLibraryFunction = const ModelLibrary*();

// The library beside the one that this code is in, loaded at the first call; it stays. Errors: notFound, incompatible
// (another version, or a library that it needs is missing).
Result<const ModelLibrary*> modelLibrary();

}  // namespace parlando::engine
