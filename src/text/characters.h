#pragma once

#include <string_view>

namespace parlando::text {

// ASCII only: other scripts have letters that the rules of English text never ask about.
constexpr bool isDigit(char32_t c) {
    return c >= U'0' && c <= U'9';
}
constexpr bool isUpper(char32_t c) {
    return c >= U'A' && c <= U'Z';
}
constexpr bool isLower(char32_t c) {
    return c >= U'a' && c <= U'z';
}
constexpr bool isAsciiLetter(char32_t c) {
    return isUpper(c) || isLower(c);
}
constexpr char toLower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char toUpper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Spaces of any width, not line ends.
bool isBlank(char32_t c);
// Line feed, carriage return, vertical tab, form feed, and the line ends of Unicode.
bool isLineEnd(char32_t c);
// Controls, zero-width and bidirectional marks, variation selectors, tags, private use.
bool isInvisible(char32_t c);
// Emoji, dingbats, box drawing and other pictures, with the modifiers that join them.
bool isPictograph(char32_t c);
// A letter of any script, or a mark that belongs to one: what is none of the other classes.
bool isLetter(char32_t c);
// A letter or a digit of any script.
bool isSpeakable(char32_t c);
// Whether a text in valid UTF-8 has one.
bool hasSpeakable(std::string_view utf8);

}  // namespace parlando::text
