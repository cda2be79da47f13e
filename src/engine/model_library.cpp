#include "engine/model_library.h"

#include <dlfcn.h>

#include <spdlog/fmt/fmt.h>

#include "engine/shared_library.h"

namespace parlando::engine {
namespace {

Result<const ModelLibrary*> load() {
    Dl_info here{};
    if (::dladdr(reinterpret_cast<const void*>(&modelLibrary), &here) == 0 || here.dli_fname == nullptr) {
        return failure(ErrorCode::internal, "cannot find the folder of the speech engine");
    }
    const auto path = std::filesystem::path(here.dli_fname).parent_path() / kModelLibraryName;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return failure(ErrorCode::notFound,
                       fmt::format("{} is missing; reinstall Parlando's server package", path.string()));
    }
    PARLANDO_TRY_ASSIGN(const void* entry, loadEntry(path, kModelLibrarySymbol));
    return static_cast<const ModelLibrary*>(entry);
}

}  // namespace

Result<const ModelLibrary*> modelLibrary() {
    static const Result<const ModelLibrary*> kLibrary = load();
    return kLibrary;
}

}  // namespace parlando::engine
