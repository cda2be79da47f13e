#include "base/library_functions.h"

#include <algorithm>

#include <dlfcn.h>

namespace parlando {

bool findFunctions(const char* library, std::initializer_list<LibraryFunction> functions) {
    void* const handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    return handle != nullptr && std::ranges::all_of(functions, [handle](const LibraryFunction& function) {
               *function.place = ::dlsym(handle, function.name);
               return *function.place != nullptr;
           });
}

}  // namespace parlando
