#include "engine/engine_library.h"

#include <system_error>

#include <spdlog/fmt/fmt.h>

#include "engine/shared_library.h"

namespace parlando::engine {
namespace {

namespace fs = std::filesystem;

std::string joined(std::span<const fs::path> paths) {
    std::string text;
    for (const auto& path : paths) {
        text += (text.empty() ? "" : ", ") + path.string();
    }
    return text;
}

}  // namespace

Result<fs::path> executableFolder() {
    std::error_code error;
    const fs::path executable = fs::read_symlink("/proc/self/exe", error);
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot find the running program in /proc: {}", error.message()));
    }
    return executable.parent_path();
}

Result<std::vector<fs::path>> EngineLibrary::defaultPaths() {
    PARLANDO_TRY_ASSIGN(const fs::path folder, executableFolder());
    return std::vector<fs::path>{folder / kEngineLibraryName,
                                 folder.parent_path() / "lib" / "parlando" / kEngineLibraryName};
}

Result<EngineLibrary> EngineLibrary::open(std::span<const fs::path> candidates) {
    for (const auto& path : candidates) {
        std::error_code ignored;
        if (!fs::exists(path, ignored)) {
            continue;
        }
        PARLANDO_TRY_ASSIGN(const void* entry, loadEntry(path, kEngineEntrySymbol));
        return EngineLibrary(path, static_cast<const EngineEntry*>(entry));
    }
    return failure(ErrorCode::notFound,
                   fmt::format("the speech engine {} is missing; it was looked for at {}. Reinstall Parlando's server "
                               "package",
                               kEngineLibraryName, joined(candidates)));
}

}  // namespace parlando::engine
