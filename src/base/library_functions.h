#pragma once

#include <initializer_list>

#include "base/result.h"

namespace parlando {

struct LibraryFunction {
    const char* name;
    void** place;  // where its address goes; a POSIX function's address survives the trip through void*
};

struct OptionalLibrary {
    const char* file;     // "libcurl.so.4"
    const char* purpose;  // what it does, for a message: "fetches files"
    const char* package;  // Debian's
};

// Loads a shared library, for good, and finds functions in it. The error says that the library is missing or lacks one
// of them, and what to install; what was found must not be used then.
Result<> findFunctions(const OptionalLibrary& library, std::initializer_list<LibraryFunction> functions);

}  // namespace parlando
