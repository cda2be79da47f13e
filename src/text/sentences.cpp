#include "text/sentences.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "text/abbreviations.h"
#include "text/markup.h"
#include "text/tokens.h"
#include "text/units.h"

namespace parlando::text {
namespace {

constexpr std::u32string_view kTerminators = U".!?…。！？｡‼⁇⁈⁉";
constexpr std::u32string_view kWideTerminators = U"。！？｡";  // no space follows these
constexpr std::u32string_view kClosers = U"\"')]}”’»›」』）*_`";

bool isOneOf(const Token& token, std::u32string_view symbols) {
    return token.kind == Token::Kind::symbol && symbols.find(token.symbol) != std::u32string_view::npos;
}

struct Block {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool endsParagraph = false;
};

// Runs of lines that are read as one: paragraphs, headings, items.
class Blocks {
public:
    explicit Blocks(std::string_view text) : m_text(text) {}

    // Only the line after a block tells whether it ends a paragraph, so one is given out when the next has begun.
    std::optional<Block> next() {
        while (m_at < m_text.size() && !(m_blocks.size() > 1 || (!m_blocks.empty() && m_open))) {
            const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
            line(m_at, end);
            m_at = end + 1;
        }
        if (m_at >= m_text.size()) {
            close(true);
        }
        if (m_blocks.empty()) {
            return std::nullopt;
        }
        const Block block = m_blocks.front();
        m_blocks.pop_front();
        return block;
    }

private:
    void line(std::size_t begin, std::size_t end) {
        const std::string_view text = m_text.substr(begin, end - begin);
        const LineKind kind = lineKind(text);
        if (kind == LineKind::blank || kind == LineKind::drawing) {
            close(true);
            return;
        }
        // Indented lines continue the item above them.
        const bool continues =
            kind == LineKind::text && (!m_inItem || text.starts_with("  ") || text.starts_with('\t'));
        if (!continues) {
            close(kind == LineKind::heading);
        }
        if (!m_open) {
            m_open = true;
            m_block.begin = begin;
            m_inItem = kind == LineKind::listItem || kind == LineKind::tableRow;
        }
        m_block.end = end;
        if (kind == LineKind::heading) {
            close(true);
        }
    }

    void close(bool endsParagraph) {
        if (m_open) {
            m_block.endsParagraph = endsParagraph;
            m_blocks.push_back(m_block);
        } else if (endsParagraph && !m_blocks.empty()) {
            m_blocks.back().endsParagraph = true;
        }
        m_open = false;
        m_inItem = false;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::deque<Block> m_blocks;
    Block m_block;
    bool m_open = false;
    bool m_inItem = false;
};

// The full stop at token `dot` belongs to the word before it and does not end the sentence.
bool isAbbreviationDot(const Tokens& tokens, std::size_t dot) {
    if (!tokens.isWord(dot - 1)) {
        // "1. Peel the apples."
        return tokens.isNumber(dot - 1) && tokens.isEnd(dot - 2);
    }
    const std::string_view word = tokens.at(dot - 1).text;
    const bool inLetters = word.size() == 1 && tokens.isSymbol(dot - 2, U'.') && tokens.isWord(dot - 3);
    if (inLetters) {
        const std::string_view before = tokens.at(dot - 3).text;
        const bool isLatin = (before == "e" && word == "g") || (before == "i" && word == "e");
        const bool isInitial = isUpper(static_cast<unsigned char>(word[0])) && tokens.isCapitalised(dot + 2);
        return isLatin || !dotEndsSentence(tokens, dot) || (isInitial && !isSentenceStarter(tokens.at(dot + 2).text));
    }
    if (word.size() == 1) {
        return isInitial(tokens, dot - 1);
    }
    if (isUnit(word) && tokens.isNumber(dot - 2 - (tokens.isSpace(dot - 2) ? 1 : 0))) {
        return !unitDotEndsSentence(tokens, dot);
    }
    switch (abbreviationKind(word)) {
        case AbbreviationKind::title:
            // "No. 5" is a number, "No. We did not." is a sentence; "Elm St. The" a street.
            return word == "No" ? tokens.isSpace(dot + 1) && tokens.isNumber(dot + 2)
                                : word != "St" || !dotEndsSentence(tokens, dot);
        case AbbreviationKind::general:
            return !dotEndsSentence(tokens, dot);
        case AbbreviationKind::none:
            break;
    }
    return false;
}

// Whether the sentence ends after the terminators and closers that lie from token `first` to `next`.
bool endsBetween(const Tokens& tokens, std::size_t first, std::size_t next) {
    if (tokens.isEnd(next)) {
        return true;
    }
    if (isOneOf(tokens.at(first), kWideTerminators)) {
        return true;
    }
    if (!tokens.isSpace(next)) {
        return false;
    }
    // In "5 p.m.? Yes" the question mark decides.
    const bool isFullStop = tokens.isSymbol(first, U'.') && !isOneOf(tokens.at(first + 1), kTerminators);
    if (isFullStop) {
        return !isAbbreviationDot(tokens, first);
    }
    // "Yahoo! is", "'Stop!' he said", "well… maybe"
    return !tokens.isLowerCase(next + 1);
}

}  // namespace

class SentenceReader::State {
public:
    explicit State(std::string_view text) : m_text(text), m_blocks(text) {}

    std::optional<Sentence> next() {
        for (;;) {
            if (m_tokens) {
                if (auto sentence = nextInBlock()) {
                    return sentence;
                }
            }
            const auto block = m_blocks.next();
            if (!block) {
                return std::nullopt;
            }
            m_block = *block;
            m_tokens.emplace(m_text.substr(block->begin, block->end - block->begin));
            m_token = 0;
            m_offset = block->begin;
        }
    }

private:
    std::optional<Sentence> nextInBlock() {
        skipSpace();
        if (!m_tokens->has(m_token)) {
            return std::nullopt;
        }
        Sentence sentence{m_offset, m_offset, kSentencePause};
        while (m_tokens->has(m_token)) {
            const std::size_t first = m_token;
            const bool terminates = isOneOf(m_tokens->at(first), kTerminators);
            do {
                step();
            } while (terminates &&
                     (isOneOf(m_tokens->at(m_token), kTerminators) || isOneOf(m_tokens->at(m_token), kClosers)));
            sentence.end = m_offset;
            if (terminates && endsBetween(*m_tokens, first, m_token)) {
                sentence.pauseAfter = m_tokens->isSymbol(first, U'…') ? kEllipsisPause : kSentencePause;
                break;
            }
            skipSpace();
        }
        skipSpace();
        if (!m_tokens->has(m_token) && m_block.endsParagraph) {
            sentence.pauseAfter = kParagraphPause;
        }
        return sentence;
    }

    void step() {
        m_offset += m_tokens->at(m_token).text.size();
        ++m_token;
    }

    void skipSpace() {
        while (m_tokens->isSpace(m_token)) {
            step();
        }
    }

    std::string_view m_text;
    Blocks m_blocks;
    Block m_block;
    std::optional<Tokens> m_tokens;  // of the block
    std::size_t m_token = 0;         // where the next sentence begins
    std::size_t m_offset = 0;
};

SentenceReader::SentenceReader(std::string_view utf8) : m_state(std::make_unique<State>(utf8)) {}
SentenceReader::SentenceReader(SentenceReader&&) noexcept = default;
SentenceReader::~SentenceReader() = default;

std::optional<Sentence> SentenceReader::next() {
    return m_state->next();
}

}  // namespace parlando::text
