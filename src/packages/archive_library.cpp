#include "packages/archive_library.h"

#include <stdexcept>

#include "base/library_functions.h"

namespace parlando::packages {
namespace {

Result<ArchiveLibrary> load() {
    ArchiveLibrary found;
#define PARLANDO_FUNCTION(name) LibraryFunction{"archive_" #name, reinterpret_cast<void**>(&found.name)},
    const bool complete = findFunctions("libarchive.so.13", {PARLANDO_FOR_EACH_ARCHIVE_FUNCTION(PARLANDO_FUNCTION)});
#undef PARLANDO_FUNCTION
    if (!complete) {
        return failure(ErrorCode::internal,
                       "libarchive.so.13, which packs and unpacks files, is missing or broken; install libarchive13");
    }
    return found;
}

const Result<ArchiveLibrary>& loaded() {
    static const Result<ArchiveLibrary> library = load();
    return library;
}

}  // namespace

Result<const ArchiveLibrary*> findLibarchive() {
    PARLANDO_TRY(loaded());
    return &*loaded();
}

const ArchiveLibrary& libarchive() {
    return loaded().value();
}

}  // namespace parlando::packages
