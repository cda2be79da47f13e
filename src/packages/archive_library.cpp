#include "packages/archive_library.h"

#include "base/library_functions.h"

namespace parlando::packages {
namespace {

Result<ArchiveLibrary> load() {
    ArchiveLibrary found;
#define PARLANDO_FUNCTION(name) LibraryFunction{"archive_" #name, reinterpret_cast<void**>(&found.name)},
    PARLANDO_TRY(findFunctions({"libarchive.so.13", "packs and unpacks files", "libarchive13"},
                               {PARLANDO_FOR_EACH_ARCHIVE_FUNCTION(PARLANDO_FUNCTION)}));
#undef PARLANDO_FUNCTION
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
