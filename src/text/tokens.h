#pragma once

#include <cstddef>
#include <deque>
#include <string_view>

#include "text/characters.h"

namespace parlando::text {

struct Token {
    enum class Kind {
        end,     // before the first and after the last token
        space,   // any run of blanks
        line,    // any run of blanks with a line end
        word,    // letters, with apostrophes between them
        number,  // digits
        symbol,  // one or more of the same symbol
    };

    Kind kind = Kind::end;
    char32_t symbol = 0;  // of a symbol: which
    std::string_view text;
    std::size_t count = 0;  // of a symbol: how many
    bool shouted = false;   // a word of a sentence that is all capitals
};

// A folded text as tokens. Rules look a fixed number of tokens to either side; asking beyond the ends is fine. The text
// is read as far as somebody has asked.
class Tokens {
public:
    explicit Tokens(std::string_view folded) : m_text(folded) {}

    // `i` may be any number: `i - 1` of the first token is the end token too.
    const Token& at(std::size_t i) const { return has(i) ? m_tokens[i] : m_end; }
    bool has(std::size_t i) const { return i < m_tokens.size() || read(i); }
    void markShouted(std::size_t i) { m_tokens[i].shouted = true; }

    bool isWord(std::size_t i) const { return at(i).kind == Token::Kind::word; }
    bool isNumber(std::size_t i) const { return at(i).kind == Token::Kind::number; }
    bool isSpace(std::size_t i) const { return at(i).kind == Token::Kind::space || at(i).kind == Token::Kind::line; }
    bool isEnd(std::size_t i) const { return at(i).kind == Token::Kind::end; }
    bool isSymbol(std::size_t i, char32_t symbol) const {
        return at(i).kind == Token::Kind::symbol && at(i).symbol == symbol && at(i).count == 1;
    }
    bool isBoundary(std::size_t i) const { return isSpace(i) || isEnd(i); }
    // A word that begins with a capital (ASCII).
    bool isCapitalised(std::size_t i) const { return isWord(i) && isUpper(static_cast<unsigned char>(at(i).text[0])); }
    bool isLowerCase(std::size_t i) const { return isWord(i) && isLower(static_cast<unsigned char>(at(i).text[0])); }

    // The word one space before token i, or an empty string.
    std::string_view wordBefore(std::size_t i) const;
    // Token i is the first of its sentence (as far as the marks before it tell).
    bool startsSentence(std::size_t i) const;

private:
    bool read(std::size_t i) const;

    std::string_view m_text;
    mutable std::size_t m_offset = 0;
    mutable std::deque<Token> m_tokens;  // references to tokens stay valid while more are read
    Token m_end;
};

bool equalsIgnoringCase(std::string_view text, std::string_view lower);
bool isAllCapitals(std::string_view word);  // at least one letter, all of them ASCII capitals

// Whether `table` has `word` in lower case.
template <class Table>
bool isIn(const Table& table, std::string_view word) {
    for (const std::string_view entry : table) {
        if (equalsIgnoringCase(word, entry)) {
            return true;
        }
    }
    return false;
}

}  // namespace parlando::text
