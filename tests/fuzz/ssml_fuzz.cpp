#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "text/front_end.h"
#include "text/ssml.h"
#include "text/words.h"

// Any bytes as a document: what is made of it is valid UTF-8 and comes from places of the document, in order, and the
// front end can read it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view document(reinterpret_cast<const char*>(data), size);
    const auto script = parlando::text::readSsml(document);
    if (!script) {
        return 0;
    }
    if (parlando::utf8::firstInvalid(script->text)) {
        std::abort();
    }
    std::size_t begin = 0;
    for (std::size_t at = 0; at < script->text.size(); ++at) {
        const auto place = script->origins.of(at, at + 1);
        if (place.begin < begin || place.end < place.begin || place.end > size) {
            std::abort();
        }
        begin = place.begin;
    }
    const auto utterances = parlando::text::prepare(script->text);
    if (utterances && !parlando::text::testing::problemOf(*utterances, script->text).empty()) {
        std::abort();
    }
    return 0;
}
