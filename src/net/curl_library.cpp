#include "net/curl_library.h"

#include <optional>
#include <stdexcept>

#include "base/library_functions.h"

namespace parlando::net {
namespace {

std::optional<CurlLibrary> load() {
    CurlLibrary found;
#define PARLANDO_FUNCTION(name) LibraryFunction{"curl_" #name, reinterpret_cast<void**>(&found.name)},
    const bool complete = findFunctions("libcurl.so.4", {PARLANDO_FOR_EACH_CURL_FUNCTION(PARLANDO_FUNCTION)});
#undef PARLANDO_FUNCTION
    return complete ? std::optional(found) : std::nullopt;
}

}  // namespace

const CurlLibrary* findCurl() {
    static const std::optional<CurlLibrary> library = load();
    return library ? &*library : nullptr;
}

const CurlLibrary& curl() {
    const CurlLibrary* library = findCurl();
    if (library == nullptr) {
        throw std::runtime_error("libcurl is missing");
    }
    return *library;
}

}  // namespace parlando::net
