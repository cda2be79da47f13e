#include "text/decompose.h"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace parlando::text {
namespace {

std::string mapped(std::string_view utf8, utf8proc_option_t form) {
    utf8proc_uint8_t* result = nullptr;
    const utf8proc_ssize_t length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()), static_cast<utf8proc_ssize_t>(utf8.size()),
                     &result, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | form));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
    if (length < 0) {  // only for lack of memory
        return std::string(utf8);
    }
    return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(length)};
}

}  // namespace

std::string decomposed(std::string_view utf8) {
    return mapped(utf8, UTF8PROC_DECOMPOSE);
}

std::string composed(std::string_view utf8) {
    return mapped(utf8, UTF8PROC_COMPOSE);
}

}  // namespace parlando::text
