#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "text/front_end.h"

// Any bytes as the text to speak: utterances must lie inside the text, in order, and be valid UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto utterances = parlando::text::prepare(text);
    if (!utterances) {
        return 0;
    }
    std::size_t end = 0;
    for (const auto& utterance : *utterances) {
        if (utterance.begin < end || utterance.end < utterance.begin || utterance.end > size ||
            utterance.spoken.empty() || parlando::utf8::firstInvalid(utterance.spoken)) {
            std::abort();
        }
        end = utterance.end;
    }
    return 0;
}
