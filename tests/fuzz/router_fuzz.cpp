#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "server/http/router.h"

using namespace parlando;

// Any bytes as a path: what handlers get as the value of `{name}` is a name and no way out of a folder.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const http::Router router = [] {
        http::Router made;
        made.add({"GET", "/{one}", {}});
        made.add({"GET", "/{one}/{two}", {}});
        made.add({"POST", "/a/{one}/b", {}});
        return made;
    }();
    const auto match = router.find("GET", "/" + std::string(reinterpret_cast<const char*>(data), size));
    if (!match) {
        return match.error().status >= 400 ? 0 : (std::abort(), 0);
    }
    for (const auto& [name, value] : match->parameters) {
        bool isName = !value.empty() && value != "." && value != ".." && !utf8::firstInvalid(value);
        for (const char c : value) {
            isName = isName && c != '/' && c != '\\' && c != 0x7F && static_cast<unsigned char>(c) >= 0x20;
        }
        if (!isName) {
            std::abort();
        }
    }
    return 0;
}
