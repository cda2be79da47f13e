#pragma once

#include <initializer_list>

namespace parlando {

struct LibraryFunction {
    const char* name;
    void** place;  // where its address goes; a POSIX function's address survives the trip through void*
};

// Loads the shared library of that name, for good, and finds functions in it. False if it or one of them is missing:
// what was found must not be used then.
[[nodiscard]] bool findFunctions(const char* library, std::initializer_list<LibraryFunction> functions);

}  // namespace parlando
