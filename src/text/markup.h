#pragma once

#include <cstddef>
#include <string_view>

#include "text/sourced.h"

namespace parlando::text {

// How far a bracket or tag, a link's target and an entity may reach (bytes). Bounds keep the time linear for texts full
// of openers.
inline constexpr std::size_t kLongestTag = 300;
inline constexpr std::size_t kLongestTarget = 600;  // from its '(' on
inline constexpr std::size_t kLongestEntity = 10;   // behind its '&'

// What a line of a text (Markdown or plain) is to a reader.
enum class LineKind {
    blank,
    text,
    heading,   // # Title
    listItem,  // - item, * item, 1. item, > quoted
    tableRow,  // | a | b |
    drawing,   // --- or ===, a code fence: nothing to read
};

LineKind lineKind(std::string_view line);

// A folded text without Markdown and HTML: emphasis, links, list markers, tags and entities. Items and headings
// without a mark at their end get a full stop.
Sourced stripMarkup(const Sourced& folded);

}  // namespace parlando::text
