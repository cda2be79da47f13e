#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "text/dictionary.h"
#include "text/front_end.h"
#include "text/words.h"

namespace {

using parlando::text::Dictionary;
using parlando::text::DictionaryEntry;

// Words that are in the seeds, one inside the other and with marks, said by spelling and by sounds.
const Dictionary& dictionary() {
    static const Dictionary dictionary = Dictionary::of(std::vector<DictionaryEntry>{{"a", "/eɪ/"},
                                                                                     {"a b", "x"},
                                                                                     {"a b a b a b a b", "/eɪ/"},
                                                                                     {"SQL", "sequel. Then"},
                                                                                     {"the", "/ðə/"},
                                                                                     {"of the", "[of](/ʌv/) the"},
                                                                                     {"AT&T", "A T and T"},
                                                                                     {"don't", "do not"},
                                                                                     {"café", "/kafe/"},
                                                                                     {"重庆", "chong ching"},
                                                                                     {"1", "won"}})
                                             .value();
    return dictionary;
}

// What a dictionary makes of a text comes from places of that text, in order.
bool isGood(std::string_view text) {
    const auto script = dictionary().applied({std::string(text)}, "en-US");
    if (!script) {
        return true;
    }
    std::size_t begin = 0;
    for (std::size_t at = 0; at < script->text.size(); ++at) {
        const auto place = script->origins.of(at, at + 1);
        if (place.begin < begin || place.end <= place.begin || place.end > text.size()) {
            return false;
        }
        begin = place.begin;
    }
    const auto utterances = parlando::text::prepare(script->text);
    return !parlando::utf8::firstInvalid(script->text) &&
           (!utterances || parlando::text::testing::problemOf(*utterances, script->text).empty());
}

}  // namespace

// Any bytes as the text to speak: utterances must lie inside the text, in order, and be valid UTF-8, and so must their
// words; the same with a dictionary.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto utterances = parlando::text::prepare(text);
    if (!utterances) {
        return 0;
    }
    if (!parlando::text::testing::problemOf(*utterances, text).empty() || !isGood(text)) {
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
