#pragma once

#include <string_view>

#include "text/sourced.h"

namespace parlando::text {

// One form for what Unicode writes in several: full-width and mathematical letters, ligatures and decomposed
// accents become plain letters, quotes straight, spaces and line ends one kind, superscripts `^2`, vulgar fractions
// `1/2`. Invisible characters and pictographs are left out.
Sourced fold(std::string_view utf8);

}  // namespace parlando::text
