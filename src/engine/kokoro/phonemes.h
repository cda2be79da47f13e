#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

// From text to the phonemes that Kokoro was trained on: IPA with a letter of its own for diphthongs and affricates.
namespace parlando::engine::kokoro {

enum class Accent { american, british, other };

// What espeak-ng says (IPA with '^' between the letters of one sound, text::Ties::caret) in Kokoro's alphabet.
std::u32string inAlphabet(std::string_view ipa, Accent accent);

// Normalised text to phonemes. `speaker` tells the language by its first letter, as published voices are named
// ("af_heart" is American, "bm_george" British); any other name is American. Errors: incompatible (Japanese and
// Chinese, whose phonemes espeak-ng does not give), invalidInput, and what the phonemiser says.
Result<std::u32string> phonemesOf(std::string_view text, std::string_view speaker);

}  // namespace parlando::engine::kokoro
