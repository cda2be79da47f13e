#pragma once

#include <filesystem>

#include "base/result.h"
#include "engine/engine_entry.h"

namespace parlando::engine {

// Loads the library `path` into this process, where it stays, and gives what its function `symbol` returns: an entry
// of the caller's type, which begins with an EntryHead. Errors: incompatible (another version, no such symbol, or a
// library that it needs is missing; says which package brings it).
Result<const void*> loadEntry(const std::filesystem::path& path, const char* symbol);

}  // namespace parlando::engine
