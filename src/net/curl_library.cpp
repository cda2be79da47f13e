#include "net/curl_library.h"

#include <stdexcept>

#include <dlfcn.h>

namespace parlando::net {
namespace {

constexpr char kName[] = "libcurl.so.4";

CurlLibrary load() {
    CurlLibrary library;
    void* const handle = ::dlopen(kName, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == nullptr) {
        return library;
    }
    // POSIX guarantees that the address of a function survives the trip through void*.
#define PARLANDO_FIND(name) library.name = reinterpret_cast<decltype(library.name)>(::dlsym(handle, "curl_" #name));
    PARLANDO_FOR_EACH_CURL_FUNCTION(PARLANDO_FIND)
#undef PARLANDO_FIND
    return library;
}

bool isComplete(const CurlLibrary& library) {
    bool complete = true;
#define PARLANDO_CHECK(name) complete = complete && library.name != nullptr;
    PARLANDO_FOR_EACH_CURL_FUNCTION(PARLANDO_CHECK)
#undef PARLANDO_CHECK
    return complete;
}

}  // namespace

const CurlLibrary* findCurl() {
    static const CurlLibrary library = load();
    static const bool usable = isComplete(library);
    return usable ? &library : nullptr;
}

const CurlLibrary& curl() {
    const CurlLibrary* library = findCurl();
    if (library == nullptr) {
        throw std::runtime_error("libcurl is missing");
    }
    return *library;
}

}  // namespace parlando::net
