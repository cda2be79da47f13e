#include "base/library_functions.h"

#include <algorithm>

#include <dlfcn.h>
#include <spdlog/fmt/fmt.h>

namespace parlando {

Result<> findFunctions(const OptionalLibrary& library, std::initializer_list<LibraryFunction> functions) {
    void* const handle = ::dlopen(library.file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    const bool complete =
        handle != nullptr && std::ranges::all_of(functions, [handle](const LibraryFunction& function) {
            *function.place = ::dlsym(handle, function.name);
            return *function.place != nullptr;
        });
    if (!complete) {
        return failure(ErrorCode::internal, fmt::format("{}, which {}, is missing or broken; install {}", library.file,
                                                        library.purpose, library.package));
    }
    return {};
}

}  // namespace parlando
