#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "engine/engine_entry.h"

namespace parlando::engine {

inline constexpr char kEngineLibraryName[] = "libparlando-engine.so";

// The engine library, loaded into this process. A value: copies share the one library, which stays
// mapped until the process ends, so engines may outlive the object that created them.
class EngineLibrary {
public:
    // Where an installed or freshly built program has its engine: beside the executable, then in
    // ../lib/parlando. The executable is the running one (/proc/self/exe), not argv[0].
    static Result<std::vector<std::filesystem::path>> defaultPaths();

    // Loads the first of `candidates` that exists. A library that exists and is unusable is an error
    // and never skipped: a silent step to an older copy is how mixed installations stay unnoticed.
    // Errors: notFound (none exists; says where it was looked for), incompatible (another version, or
    // a library that it needs is missing; says which package brings it).
    static Result<EngineLibrary> open(std::span<const std::filesystem::path> candidates);

    Result<std::unique_ptr<Engine>> create(const EngineConfig& config) const { return m_entry->create(config); }

    const std::filesystem::path& path() const { return m_path; }
    std::string variant() const { return m_entry->variant; }

private:
    EngineLibrary(std::filesystem::path path, const EngineEntry* entry) : m_path(std::move(path)), m_entry(entry) {}

    std::filesystem::path m_path;
    const EngineEntry* m_entry;  // in the library's read-only data
};

// The folder of the running executable.
Result<std::filesystem::path> executableFolder();

}  // namespace parlando::engine
