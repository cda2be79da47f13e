#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace parlando::text {

// Silences in seconds, as a newsreader leaves them.
inline constexpr double kClausePause = 0.15;
inline constexpr double kColonPause = 0.25;
inline constexpr double kSentencePause = 0.35;
inline constexpr double kEllipsisPause = 0.45;
inline constexpr double kParagraphPause = 0.6;

struct Sentence {
    std::size_t begin = 0;  // bytes in the text as it was given
    std::size_t end = 0;
    double pauseAfter = 0;  // seconds; 0 after the last
};

// Headings, list items and table rows are sentences of their own; a line end inside a paragraph is a space.
// `utf8` must be valid. The time is linear in its length.
std::vector<Sentence> splitSentences(std::string_view utf8);

}  // namespace parlando::text
