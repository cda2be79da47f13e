#pragma once

#include <string_view>

#include "text/sourced.h"

namespace parlando::text {

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
