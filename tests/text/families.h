#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace parlando::text::testing {

// Pieces of hostile text: a piece repeated is what a scanner with a long look-ahead chokes on.
inline constexpr std::array<std::string_view, 68> kFamilies = {
    "1",      ",",          ".",       "(",        ")",       "$",      "1,",
    "1,111",  "1,1,1 ",     "a.",      "A. ",      "Dr. ",    "\"",     "'",
    "//",     "@@",         "x",       "I",        "1/",      "1:",     "1-",
    "1–",     "-",          "--",      "—",        "…",       "...",    "!?",
    "[",      "]",          "[a](",    "<",        "<a ",     "&",      "&amp;",
    "*",      "_a_",        "a_",      "`",        "|",       "#",      "# a\n",
    "\n",     " ",          "- a\n",   "1. a\n",   "e\u0301", "\u0301", "\U0001F468\u200D\U0001F469",
    "\u200B", "\uFE0F",     "1\u20E3", "http://",  "a@b.",    "1e",     "^2",
    "½",      "U.S. ",      "5 p.m. ", "St. ",     "XIV ",    "NASA ",  "a, ",
    "word; ", "[pause:1s]", "[pause:", "[a](/a/)", "[a](/a",
};

// The piece as often as it fits into `bytes`.
inline std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string text;
    text.reserve(bytes);
    while (text.size() + piece.size() <= bytes) {
        text += piece;
    }
    return text;
}

}  // namespace parlando::text::testing
