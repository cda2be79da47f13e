#include "engine/engine_library.h"

#include <dlfcn.h>

#include <array>
#include <string_view>
#include <system_error>

#include <spdlog/fmt/fmt.h>

#include "base/version.h"

namespace parlando::engine {
namespace {

namespace fs = std::filesystem;

// Debian packages of what the engine library links, by the beginning of the file name.
struct Provider {
    std::string_view library;
    std::string_view package;
};
constexpr std::array kProviders = {Provider{"libtorch", "libtorch1.13"},       Provider{"libc10", "libtorch1.13"},
                                   Provider{"libespeak-ng", "libespeak-ng1"},  Provider{"libsoxr", "libsoxr0"},
                                   Provider{"libsndfile", "libsndfile1"},      Provider{"libspdlog", "libspdlog1.10"},
                                   Provider{"libcuda.so", "the NVIDIA driver"}};

// What to do about a failed dlopen, from its text: "libtorch.so.1.13: cannot open shared object file: …".
std::string advice(std::string_view dlError) {
    for (const auto& [library, package] : kProviders) {
        if (dlError.starts_with(library)) {
            return fmt::format("install {}, which it needs", package);
        }
    }
    return "reinstall Parlando's server package";
}

std::string lastDlError() {
    const char* text = ::dlerror();
    return text == nullptr ? "no reason given" : text;
}

std::string joined(std::span<const fs::path> paths) {
    std::string text;
    for (const auto& path : paths) {
        text += (text.empty() ? "" : ", ") + path.string();
    }
    return text;
}

Result<const EngineEntry*> findEntry(void* handle, const fs::path& path) {
    void* symbol = ::dlsym(handle, kEngineEntrySymbol);
    if (symbol == nullptr) {
        return failure(ErrorCode::incompatible,
                       fmt::format("{} is not a Parlando engine: it has no symbol {}; reinstall the server package",
                                   path.string(), kEngineEntrySymbol));
    }
    // POSIX guarantees that the address of a function survives the trip through void*.
    const EngineEntry* entry = reinterpret_cast<EngineEntryFunction*>(symbol)();
    // The number comes first: where it differs, nothing else in the struct can be relied on.
    if (entry == nullptr || entry->interfaceNumber != kEngineInterface) {
        return failure(
            ErrorCode::incompatible,
            fmt::format("{} has engine interface {}, this server needs {}: reinstall both from the same package",
                        path.string(), entry == nullptr ? 0 : entry->interfaceNumber, kEngineInterface));
    }
    if (std::string_view(entry->version) != kVersion) {
        return failure(ErrorCode::incompatible,
                       fmt::format("{} is version {}, this server is {}: reinstall both from the same package",
                                   path.string(), entry->version, kVersion));
    }
    return entry;
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
        // RTLD_NOW: a missing symbol is an error here and not a dead process in the middle of a sentence.
        // RTLD_NODELETE: libtorch starts threads that never end; unmapping the code under them crashes.
        void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (handle == nullptr) {
            const std::string reason = lastDlError();
            return failure(ErrorCode::incompatible, fmt::format("cannot load the speech engine {}: {} ({})",
                                                                path.string(), reason, advice(reason)));
        }
        auto entry = findEntry(handle, path);
        ::dlclose(handle);  // gives back the handle; the code stays
        if (!entry) {
            return failure(std::move(entry).error());
        }
        return EngineLibrary(path, *entry);
    }
    return failure(ErrorCode::notFound,
                   fmt::format("the speech engine {} is missing; it was looked for at {}. Reinstall Parlando's server "
                               "package",
                               kEngineLibraryName, joined(candidates)));
}

}  // namespace parlando::engine
