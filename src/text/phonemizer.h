#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace parlando::text {

// Whether '^' stands between the letters of one sound: "t^ʃ" for "tʃ".
enum class Ties { none, caret };

// A punctuation mark that phonemes keep.
bool isMark(char32_t codePoint);

// Normalised text in UTF-8 to IPA phonemes as espeak-ng 1.51 gives them: words separated by one space,
// stress marks kept, punctuation attached to the word before. The voices are trained on the same form
// (scripts/voice/phonemes.py), so any change here is a change of the voice format.
//
// espeak-ng keeps global state: calls from several threads take turns.
Result<std::string> phonemes(std::string_view normalised, std::string_view espeakVoice = "en-us",
                             Ties ties = Ties::none);

}  // namespace parlando::text
