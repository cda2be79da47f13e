#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "text/script.h"

namespace parlando::text {

inline constexpr std::size_t kDeepestSsml = 20;  // elements inside each other

// What a document of the Speech Synthesis Markup Language asks to be spoken, as far as we know it (docs/text.md); of
// elements that we do not know the text. Its words come from bytes of the document. There are no document types and no
// entities but XML's own five. Errors: invalidInput with line and column (no UTF-8, malformed, no <speak>, a value that
// means nothing), resourceLimit (longer than kLongestScript when all is said).
Result<Script> readSsml(std::string_view document);

}  // namespace parlando::text
