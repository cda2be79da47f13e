#pragma once

#include <string>
#include <string_view>

namespace parlando::text {

// Letters with accents as letter and accent (Unicode's canonical decomposition, NFD): "ç" becomes "c" and U+0327. The
// text is valid UTF-8.
std::string decomposed(std::string_view utf8);
// The other way round (NFC).
std::string composed(std::string_view utf8);

}  // namespace parlando::text
