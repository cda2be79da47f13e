#include "engine/shared_library.h"

#include <dlfcn.h>

#include <array>
#include <string>
#include <string_view>

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
constexpr std::array kProviders = {Provider{"libtorch", "libtorch1.13"}, Provider{"libc10", "libtorch1.13"},
                                   Provider{"libespeak-ng", "libespeak-ng1"}, Provider{"libspdlog", "libspdlog1.10"},
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

Result<const void*> findEntry(void* handle, const fs::path& path, const char* symbolName) {
    void* symbol = ::dlsym(handle, symbolName);
    if (symbol == nullptr) {
        return failure(ErrorCode::incompatible,
                       fmt::format("{} is not a Parlando engine: it has no symbol {}; reinstall the server package",
                                   path.string(), symbolName));
    }
    // POSIX guarantees that the address of a function survives the trip through void*.
    const void* entry = reinterpret_cast<const void* (*)()>(symbol)();
    const auto* head = static_cast<const EntryHead*>(entry);
    // The number comes first: where it differs, nothing else in the struct can be relied on.
    if (head == nullptr || head->interfaceNumber != kEngineInterface) {
        return failure(
            ErrorCode::incompatible,
            fmt::format("{} has engine interface {}, this server needs {}: reinstall both from the same package",
                        path.string(), head == nullptr ? 0 : head->interfaceNumber, kEngineInterface));
    }
    if (std::string_view(head->version) != kVersion) {
        return failure(ErrorCode::incompatible,
                       fmt::format("{} is version {}, this server is {}: reinstall both from the same package",
                                   path.string(), head->version, kVersion));
    }
    return entry;
}

}  // namespace

Result<const void*> loadEntry(const fs::path& path, const char* symbol) {
    // RTLD_NOW: a missing symbol is an error here and not a dead process in the middle of a sentence.
    // RTLD_NODELETE: libtorch starts threads that never end; unmapping the code under them crashes.
    void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == nullptr) {
        const std::string reason = lastDlError();
        return failure(ErrorCode::incompatible,
                       fmt::format("cannot load the speech engine {}: {} ({})", path.string(), reason, advice(reason)));
    }
    auto entry = findEntry(handle, path, symbol);
    ::dlclose(handle);  // gives back the handle; the code stays
    return entry;
}

}  // namespace parlando::engine
