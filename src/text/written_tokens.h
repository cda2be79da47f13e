#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parlando::text {

// A text as a dictionary looks at it: as it was written, before anything is read by rules.
struct WrittenToken {
    enum class Kind {
        word,    // letters and digits, apostrophes between them; of scripts without blanks a single letter
        blank,   // any run of blanks, with at most one line end
        symbol,  // one character
        fixed,   // a web address, an HTML tag, a link's target, what directs the reading, the end of a paragraph
    };
    Kind kind = Kind::symbol;
    std::size_t begin = 0;  // bytes
    std::size_t end = 0;
};

class WrittenTokens {
public:
    // `text` is valid UTF-8 and outlives it.
    explicit WrittenTokens(std::string_view text) : m_text(text) {}

    // The next one; all of them together are the text. The time for all is linear in its length.
    std::optional<WrittenToken> next();

private:
    std::size_t fixedAt(std::size_t at);
    std::size_t wordEnd(std::size_t at) const;

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_chunkEnd = 0;  // up to here there is no web address
};

enum class LetterCase { any, asWritten };

// The one form of a token that is spelled in several ways: accents composed, apostrophes straight, blanks single, and
// in small letters where the case does not count.
std::string canonical(std::string_view token, LetterCase letterCase);

// Letters of scripts that write no blanks between words, so that each is a token.
bool isWithoutBlanks(char32_t c);

}  // namespace parlando::text
