#include "text/tokens.h"

#include <algorithm>
#include <string_view>

#include "base/utf8.h"

namespace parlando::text {
namespace {

char32_t peek(std::string_view text, std::size_t offset) {
    return offset < text.size() ? utf8::next(text, offset) : 0;
}

template <class Class>
std::size_t runEnd(std::string_view text, std::size_t offset, Class belongs) {
    while (offset < text.size()) {
        std::size_t after = offset;
        if (!belongs(utf8::next(text, after))) {
            break;
        }
        offset = after;
    }
    return offset;
}

std::size_t wordEnd(std::string_view text, std::size_t offset) {
    for (;;) {
        offset = runEnd(text, offset, isLetter);
        if (offset + 1 < text.size() && text[offset] == '\'' && isLetter(peek(text, offset + 1))) {
            ++offset;
        } else {
            return offset;
        }
    }
}

Token tokenAt(std::string_view text, std::size_t offset) {
    Token token;
    std::size_t after = offset;
    const char32_t first = utf8::next(text, after);
    if (isBlank(first) || isLineEnd(first)) {
        token.kind = Token::Kind::space;
        after = runEnd(text, offset, [&token](char32_t c) {
            token.kind = isLineEnd(c) ? Token::Kind::line : token.kind;
            return isBlank(c) || isLineEnd(c);
        });
        token.text = text.substr(offset, after - offset);
        return token;
    }
    if (isDigit(first)) {
        token.kind = Token::Kind::number;
        after = runEnd(text, offset, isDigit);
    } else if (isLetter(first)) {
        token.kind = Token::Kind::word;
        after = wordEnd(text, offset);
    } else {
        token.kind = Token::Kind::symbol;
        token.symbol = first;
        const std::size_t width = after - offset;
        after = runEnd(text, offset, [first](char32_t c) { return c == first; });
        token.count = (after - offset) / width;
        if (first == U'.' && token.count >= 2) {
            token.symbol = U'…';
            token.count = 1;
        } else if ((first == U'-' || first == U'–') && token.count >= 2) {
            token.symbol = U'—';
            token.count = 1;
        }
    }
    token.text = text.substr(offset, after - offset);
    return token;
}

}  // namespace

bool Tokens::read(std::size_t i) const {
    if (i > m_text.size()) {  // no text has more tokens than bytes: a place before the first
        return false;
    }
    while (m_tokens.size() <= i && m_offset < m_text.size()) {
        m_tokens.push_back(tokenAt(m_text, m_offset));
        m_offset += m_tokens.back().text.size();
    }
    return i < m_tokens.size();
}

std::string_view Tokens::wordBefore(std::size_t i) const {
    return isSpace(i - 1) && isWord(i - 2) ? at(i - 2).text : std::string_view();
}

bool Tokens::startsSentence(std::size_t i) const {
    if (isEnd(i - 1) || at(i - 1).kind == Token::Kind::line) {
        return true;
    }
    if (at(i - 1).kind == Token::Kind::symbol) {
        return isSymbol(i - 1, U'"') || isSymbol(i - 1, U'(') || isSymbol(i - 1, U'\'');
    }
    const Token& before = at(i - 2);
    return isEnd(i - 2) || (before.kind == Token::Kind::symbol &&
                            std::u32string_view(U".!?…:—\"").find(before.symbol) != std::u32string_view::npos);
}

bool equalsIgnoringCase(std::string_view text, std::string_view lower) {
    return text.size() == lower.size() &&
           std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) { return toLower(a) == b; });
}

bool isAllCapitals(std::string_view word) {
    return !word.empty() &&
           std::all_of(word.begin(), word.end(), [](char c) { return isUpper(static_cast<unsigned char>(c)); });
}

}  // namespace parlando::text
