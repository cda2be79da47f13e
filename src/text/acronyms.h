#pragma once

#include <string>
#include <string_view>

namespace parlando::text {

// How espeak-ng is told to say the name of the letter A, which alone it takes for the article.
inline constexpr std::string_view kLetterA = "eh";

// Capitals as letters in the form that espeak-ng reads best: "USB", "N-Y-C".
std::string spell(std::string_view capitals);
// An acronym as people say it: "Nasa", "USB".
std::string acronymWord(std::string_view capitals);
// Capitals that are an acronym even in a text of nothing but capitals.
bool isKnownAcronym(std::string_view capitals);
// A single capital after this word is the name of a letter: "vitamin A".
bool isLetterLabel(std::string_view word);
// Capitals that are only loud: "NOT", "STOP", "WARNING".
bool isEmphasis(std::string_view capitals);

}  // namespace parlando::text
