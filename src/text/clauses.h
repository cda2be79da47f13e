#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/front_end.h"

namespace parlando::text {

// The utterances of one sentence of the text, or of a part of one: itself, or, where that is too long, its clauses.
std::vector<Utterance> utterancesOf(std::string_view text, std::size_t begin, std::size_t end, std::size_t longest,
                                    Ends ends);

}  // namespace parlando::text
