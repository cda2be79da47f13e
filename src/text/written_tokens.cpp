#include "text/written_tokens.h"

#include <algorithm>
#include <array>

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/decompose.h"
#include "text/inline_markup.h"
#include "text/markup.h"
#include "text/tokens.h"

namespace parlando::text {
namespace {

bool isApostrophe(char32_t c) {
    return c == U'\'' || c == U'’';
}

bool isWordLetter(char32_t c) {
    return isSpeakable(c) && !isWithoutBlanks(c);
}

bool isPartOfName(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return isAsciiLetter(byte) || isDigit(byte) || byte >= 0x80;
}

// Something stands on either side of the character at `at`.
bool isInside(std::string_view chunk, std::size_t at) {
    return at > 0 && at + 1 < chunk.size() && isPartOfName(chunk[at - 1]) && isPartOfName(chunk[at + 1]);
}

// "https://…", "www.…", "john@example.com", "example.com/path". A chunk has no blanks.
bool isAddress(std::string_view chunk) {
    const std::size_t first = std::min(chunk.find_first_not_of("([\"'"), chunk.size());
    if (chunk.find("://") != std::string_view::npos || equalsIgnoringCase(chunk.substr(first, 4), "www.")) {
        return true;
    }
    const std::size_t slash = chunk.find('/');
    for (std::size_t at = chunk.find_first_of(".@"); at != std::string_view::npos;
         at = chunk.find_first_of(".@", at + 1)) {
        if (isInside(chunk, at) && (chunk[at] == '@' || (slash != std::string_view::npos && at < slash))) {
            return true;
        }
    }
    return false;
}

}  // namespace

bool isWithoutBlanks(char32_t c) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    // Thai to Burmese, Khmer, kana, and the ideographs.
    constexpr std::array kRanges = {Range{0x0E00, 0x0EFF}, Range{0x1000, 0x109F},  Range{0x1780, 0x17FF},
                                    Range{0x3005, 0x3007}, Range{0x3041, 0x30FA},  Range{0x30FC, 0x30FF},
                                    Range{0x31F0, 0x31FF}, Range{0x3400, 0x4DBF},  Range{0x4E00, 0x9FFF},
                                    Range{0xF900, 0xFAFF}, Range{0x20000, 0x323AF}};
    return c >= 0x0E00 && std::any_of(kRanges.begin(), kRanges.end(),
                                      [c](const Range& range) { return c >= range.first && c <= range.last; });
}

std::optional<WrittenToken> WrittenTokens::next() {
    using Kind = WrittenToken::Kind;
    if (m_at >= m_text.size()) {
        return std::nullopt;
    }
    WrittenToken token{Kind::symbol, m_at, m_at};
    std::size_t after = m_at;
    const char32_t c = utf8::next(m_text, after);
    if (isBlank(c) || isLineEnd(c)) {
        std::size_t lines = 0;
        token.end = m_at;
        while (token.end < m_text.size()) {
            std::size_t ahead = token.end;
            const char32_t blank = utf8::next(m_text, ahead);
            if (!isBlank(blank) && !isLineEnd(blank)) {
                break;
            }
            lines += blank == U'\n' || (isLineEnd(blank) && blank != U'\r') ? 1 : 0;
            token.end = ahead;
        }
        token.kind = lines > 1 ? Kind::fixed : Kind::blank;
    } else if (const std::size_t end = fixedAt(m_at); end > m_at) {
        token.kind = Kind::fixed;
        token.end = end;
    } else if (isSpeakable(c)) {
        token.kind = Kind::word;
        token.end = isWithoutBlanks(c) ? after : wordEnd(m_at);
    } else {
        token.end = after;
    }
    m_at = token.end;
    return token;
}

// The end of what is left as it is and begins here, or `at`.
std::size_t WrittenTokens::fixedAt(std::size_t at) {
    const auto through = [&](char close, std::size_t longest) {
        const std::size_t end = m_text.substr(at, longest).find(close);
        return end == std::string_view::npos ? at : at + end + 1;
    };
    const char c = m_text[at];
    if (c == '[') {
        if (const auto direction = directionAt(m_text, at)) {
            return at + direction->size;
        }
        if (const auto pronounced = pronouncedAt(m_text, at)) {
            return at + pronounced->size;
        }
    } else if (c == ']' && m_text.substr(at).starts_with("](")) {
        return through(')', 1 + kLongestTarget);
    } else if (c == '<' && at + 1 < m_text.size()) {
        const auto opened = static_cast<unsigned char>(m_text[at + 1]);
        return isAsciiLetter(opened) || opened == '/' || opened == '!' ? through('>', kLongestTag) : at;
    } else if (c == '&') {
        return through(';', 1 + kLongestEntity);
    }
    if (at < m_chunkEnd) {
        return at;
    }
    m_chunkEnd = at;
    while (m_chunkEnd < m_text.size() && !m_text.substr(m_chunkEnd).starts_with("](") && m_text[m_chunkEnd] != '<') {
        std::size_t ahead = m_chunkEnd;
        const char32_t letter = utf8::next(m_text, ahead);
        if (isBlank(letter) || isLineEnd(letter) || isWithoutBlanks(letter)) {
            break;
        }
        m_chunkEnd = ahead;
    }
    return isAddress(m_text.substr(at, m_chunkEnd - at)) ? m_chunkEnd : at;
}

// An apostrophe belongs to the word, unless only an s follows it: "don't" is one word, "Anna's" is Anna and her s.
std::size_t WrittenTokens::wordEnd(std::size_t at) const {
    const auto letterAt = [this](std::size_t offset, std::size_t& after) {
        after = offset;
        return offset < m_text.size() ? utf8::next(m_text, after) : U' ';
    };
    while (true) {
        std::size_t after = at;
        char32_t c = letterAt(at, after);
        while (isWordLetter(c)) {
            at = after;
            c = letterAt(at, after);
        }
        std::size_t behind = after;
        if (!isApostrophe(c) || !isWordLetter(letterAt(after, behind))) {
            return at;
        }
        std::size_t ignored = behind;
        const bool isOnlyS = (m_text[after] == 's' || m_text[after] == 'S') && !isWordLetter(letterAt(behind, ignored));
        if (isOnlyS) {
            return at;
        }
        at = after;
    }
}

std::string canonical(std::string_view token, LetterCase letterCase) {
    if (!token.empty() &&
        (isBlank(static_cast<unsigned char>(token[0])) || isLineEnd(static_cast<unsigned char>(token[0])))) {
        return " ";
    }
    // The lead bytes of combining accents.
    const bool hasAccents = token.find_first_of("\xCC\xCD") != std::string_view::npos;
    const std::string composedToken = hasAccents ? composed(token) : std::string(token);
    std::string form;
    for (std::size_t offset = 0; offset < composedToken.size();) {
        const auto byte = static_cast<unsigned char>(composedToken[offset]);
        if (byte < 0x80) {
            form += letterCase == LetterCase::any ? toLower(composedToken[offset]) : composedToken[offset];
            ++offset;
            continue;
        }
        const char32_t c = utf8::next(composedToken, offset);
        if (isApostrophe(c)) {
            form += '\'';
        } else if (isBlank(c) || isLineEnd(c)) {
            return " ";
        } else {
            utf8::append(form, letterCase == LetterCase::any
                                   ? static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)))
                                   : c);
        }
    }
    return form;
}

}  // namespace parlando::text
