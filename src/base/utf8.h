#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parlando::utf8 {

// The offset in bytes of the first byte that is not valid UTF-8 (overlong forms, surrogates and values
// above U+10FFFF are not), or nothing if all of it is.
std::optional<std::size_t> firstInvalid(std::string_view text);

// Decodes the code point at `offset` and advances `offset` past it. `text` must be valid UTF-8 and
// `offset` less than its size.
char32_t next(std::string_view text, std::size_t& offset);

void append(std::string& text, char32_t codePoint);

// Whole-string conversions; `decode` needs valid UTF-8.
std::u32string decode(std::string_view text);
std::string encode(std::u32string_view text);

}  // namespace parlando::utf8
