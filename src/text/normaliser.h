#pragma once

#include <string_view>

#include "text/front_end.h"

namespace parlando::text {

// English text as people write it to words and punctuation as a reader says them: numbers, money, dates, units,
// abbreviations and symbols are spelled out, markup, pictographs and invisible characters are left out. American usage
// where British differs. The result has only letters, spaces, apostrophes, hyphens and . , ; : ! ? — … "
// `utf8` must be valid UTF-8. The time is linear in the length of the text. Gives `spoken` and its words; their places
// are in `utf8`.
Utterance normalise(std::string_view utf8);

}  // namespace parlando::text
