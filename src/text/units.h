#pragma once

#include <string_view>

#include "text/tokens.h"

namespace parlando::text {

// The symbol of a unit of measure: "km", "tsp".
bool isUnit(std::string_view word);

// The full stop at token `dot` after a unit: part of the abbreviation in "5 tsp. salt", an end in "5 km. Then".
bool unitDotEndsSentence(const Tokens& tokens, std::size_t dot);

}  // namespace parlando::text
