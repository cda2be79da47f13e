#include "text/sentences.h"

#include <algorithm>
#include <array>
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

    std::vector<Block> take() {
        for (std::size_t start = 0; start < m_text.size();) {
            const std::size_t end = std::min(m_text.find('\n', start), m_text.size());
            line(start, end);
            start = end + 1;
        }
        close(true);
        return std::move(m_blocks);
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
    std::vector<Block> m_blocks;
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

void splitBlock(std::string_view text, const Block& block, std::vector<Sentence>& sentences) {
    const Tokens tokens(text.substr(block.begin, block.end - block.begin));
    std::size_t begin = block.begin;
    std::size_t offset = block.begin;
    bool hasContent = false;
    const auto close = [&](std::size_t end, double pause) {
        if (hasContent && end > begin) {
            sentences.push_back({begin, end, pause});
        }
        hasContent = false;
    };
    std::size_t contentEnd = begin;
    for (std::size_t i = 0; i < tokens.size();) {
        if (tokens.isSpace(i)) {
            offset += tokens.at(i).text.size();
            begin = hasContent ? begin : offset;
            ++i;
            continue;
        }
        hasContent = true;
        const std::size_t first = i;
        const bool terminates = isOneOf(tokens.at(i), kTerminators);
        const bool ellipsis = tokens.isSymbol(i, U'…');
        do {
            offset += tokens.at(i).text.size();
            ++i;
        } while (terminates && (isOneOf(tokens.at(i), kTerminators) || isOneOf(tokens.at(i), kClosers)));
        contentEnd = offset;
        if (terminates && endsBetween(tokens, first, i)) {
            close(contentEnd, ellipsis ? kEllipsisPause : kSentencePause);
            begin = offset;
        }
    }
    close(contentEnd, kSentencePause);
}

}  // namespace

std::vector<Sentence> splitSentences(std::string_view utf8) {
    std::vector<Sentence> sentences;
    for (const Block& block : Blocks(utf8).take()) {
        const std::size_t before = sentences.size();
        splitBlock(utf8, block, sentences);
        if (block.endsParagraph && sentences.size() > before) {
            sentences.back().pauseAfter = kParagraphPause;
        }
    }
    if (!sentences.empty()) {
        sentences.back().pauseAfter = 0;
    }
    return sentences;
}

}  // namespace parlando::text
