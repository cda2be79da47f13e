#pragma once

#include <string>
#include <string_view>

namespace parlando::text {

// The text of SSML's <say-as> in a form that the rules read in that way: "characters", "cardinal", "ordinal" or "date",
// that of a date in the order of `format` ("dmy"). As it is where it does not fit, or the rules know it anyway
// ("time").
std::string sayAs(std::string_view text, std::string_view interpretAs, std::string_view format);

}  // namespace parlando::text
