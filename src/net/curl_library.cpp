#include "net/curl_library.h"

#include "base/library_functions.h"

namespace parlando::net {
namespace {

Result<CurlLibrary> load() {
    CurlLibrary found;
#define PARLANDO_FUNCTION(name) LibraryFunction{"curl_" #name, reinterpret_cast<void**>(&found.name)},
    PARLANDO_TRY(findFunctions({"libcurl.so.4", "fetches files", "libcurl4"},
                               {PARLANDO_FOR_EACH_CURL_FUNCTION(PARLANDO_FUNCTION)}));
#undef PARLANDO_FUNCTION
    return found;
}

const Result<CurlLibrary>& loaded() {
    static const Result<CurlLibrary> library = load();
    return library;
}

}  // namespace

Result<const CurlLibrary*> findCurl() {
    PARLANDO_TRY(loaded());
    return &*loaded();
}

const CurlLibrary& curl() {
    return loaded().value();
}

}  // namespace parlando::net
