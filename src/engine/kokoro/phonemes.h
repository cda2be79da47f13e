#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/word_symbols.h"

// From text to the phonemes that Kokoro was trained on: IPA with a letter of its own for diphthongs and affricates.
namespace parlando::engine::kokoro {

enum class Accent { american, british, other };

// What espeak-ng says (IPA with '^' between the letters of one sound, text::Ties::caret) in Kokoro's alphabet.
std::u32string inAlphabet(std::string_view ipa, Accent accent);

// IPA as a person writes it in Kokoro's alphabet, which may be used itself: "tʃ" is one sound also without a tie.
std::u32string fromIpa(std::string_view ipa, Accent accent);

// How a speaker says things. `speaker` tells the language by its first letter, as published voices are named
// ("af_heart" is American, "bm_george" British); any other name is American. Error: incompatible (Japanese and
// Chinese, whose phonemes espeak-ng does not give).
Result<Pronunciation> pronunciationOf(std::string_view speaker);

// The language of a speaker by the same rule, BCP 47: "en-GB".
std::string_view languageTagOf(std::string_view speaker);

}  // namespace parlando::engine::kokoro
