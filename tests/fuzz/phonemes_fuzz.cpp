#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "text/normaliser.h"
#include "text/phonemizer.h"

// The way of a sentence through the normaliser and espeak-ng.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (parlando::utf8::firstInvalid(text)) {
        return 0;
    }
    const auto spoken = parlando::text::phonemes(parlando::text::normalise(text).spoken);
    if (spoken && parlando::utf8::firstInvalid(*spoken)) {
        std::abort();
    }
    return 0;
}
