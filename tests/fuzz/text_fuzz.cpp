#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "text/front_end.h"
#include "text/words.h"

// Any bytes as the text to speak: utterances must lie inside the text, in order, and be valid UTF-8, and so must their
// words.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto utterances = parlando::text::prepare(text);
    if (!utterances) {
        return 0;
    }
    if (!parlando::text::testing::problemOf(*utterances, text).empty()) {
        std::abort();
    }
    for (const auto& utterance : *utterances) {
        if (utterance.spoken.empty() || utterance.pauseBefore + utterance.pauseAfter > 20 ||
            parlando::utf8::firstInvalid(utterance.spoken)) {
            std::abort();
        }
    }
    return 0;
}
