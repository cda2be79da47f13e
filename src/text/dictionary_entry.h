#pragma once

#include <string>
#include <string_view>

#include "text/written_tokens.h"

// For the files of the dictionary.
namespace parlando::text {

// What stands between the slashes of "/…/"; empty: there are none.
std::string_view ipaBetweenSlashes(std::string_view pronunciation);

// Whether a word is found only as it is written: it has a capital inside, as "SQL" and "iOS" do.
LetterCase caseOf(std::string_view word);

// "en" of "en-US", in small letters.
std::string primaryLanguage(std::string_view language);

}  // namespace parlando::text
