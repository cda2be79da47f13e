#pragma once

#include <string_view>

#include "text/tokens.h"

namespace parlando::text {

// Whether a word with a full stop after it is an abbreviation.
enum class AbbreviationKind {
    none,
    title,    // stands before a name, so it never ends a sentence: Dr., Mr., e.g.
    general,  // may end a sentence: etc., Inc., p.m.
};
AbbreviationKind abbreviationKind(std::string_view word);

// A word that begins sentences more often than it follows an abbreviation: after "5 p.m. Then" it shows that the
// full stop was an end as well, after "5 p.m. Monday" it does not.
bool isSentenceStarter(std::string_view word);

// The letter and full stop at token `letter` begin a name: "J. Smith", "J. R. R. Tolkien".
bool isInitial(const Tokens& tokens, std::size_t letter);

// The full stop at token `dot` closes an abbreviation: does it end the sentence, too?
bool dotEndsSentence(const Tokens& tokens, std::size_t dot);

}  // namespace parlando::text
