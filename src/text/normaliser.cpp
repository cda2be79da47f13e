#include "text/normaliser.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "text/acronyms.h"
#include "text/fold.h"
#include "text/inline_markup.h"
#include "text/markup.h"
#include "text/rules.h"
#include "text/spoken.h"
#include "text/tokens.h"

namespace parlando::text {
namespace {

// In the order in which they are asked: what takes more tokens comes first.
constexpr std::array<Rule, 15> kNumberRules = {webAddress, ipAddress, numericDate, phoneNumber,   version,
                                               dayMonth,   money,     clockTime,   decade,        ratio,
                                               power,      measure,   dimensions,  ordinalNumber, plainNumber};
constexpr std::array<Rule, 11> kWordRules = {webAddress,   money,        slashed, dottedLetters, version,  monthDay,
                                             abbreviation, romanNumeral, acronym, dimensions,    plainWord};
constexpr std::array<Rule, 9> kSymbolRules = {handle,  phoneNumber, money,       minusSign, decade,
                                              measure, power,       plainNumber, symbol};

std::span<const Rule> rulesFor(Token::Kind kind) {
    switch (kind) {
        case Token::Kind::word:
            return kWordRules;
        case Token::Kind::number:
            return kNumberRules;
        case Token::Kind::symbol:
            return kSymbolRules;
        default:
            return {};
    }
}

bool endsSentence(const Token& token) {
    return token.kind == Token::Kind::line ||
           (token.kind == Token::Kind::symbol &&
            std::u32string_view(U".!?…").find(token.symbol) != std::u32string_view::npos);
}

// Marks the words of sentences in capitals, which are not acronyms: "HELLO WORLD". At least two words, none in small
// letters, and one that is too long or too common to be an acronym.
void markShouting(Tokens& tokens) {
    for (std::size_t start = 0; tokens.has(start);) {
        std::size_t end = start;
        std::size_t capitals = 0;
        bool hasSmall = false;
        bool hasWord = false;
        for (; tokens.has(end) && !endsSentence(tokens.at(end)); ++end) {
            if (!tokens.isWord(end)) {
                continue;
            }
            std::string letters(tokens.at(end).text);
            std::erase(letters, '\'');
            if (!isAllCapitals(letters)) {
                hasSmall = true;
            } else if (letters.size() > 1) {
                ++capitals;
                hasWord = hasWord || letters.size() > 5 || isEmphasis(tokens.at(end).text);
            }
        }
        if (capitals >= 2 && hasWord && !hasSmall) {
            for (std::size_t i = start; i < end; ++i) {
                tokens.markShouted(i);
            }
        }
        start = end + 1;
    }
}

}  // namespace

Utterance normalise(std::string_view utf8) {
    const Sourced source = stripMarkup(fold(utf8));
    const std::string_view text = source.text;
    const auto offset = [text](const Token& token) {
        return static_cast<std::size_t>(token.text.data() - text.data());
    };
    Tokens tokens(text);
    markShouting(tokens);
    Spoken out;
    for (std::size_t i = 0; tokens.has(i);) {
        if (tokens.isSymbol(i, kPronouncedBegin)) {
            // The label is between the brackets, which the first of the two places begins with.
            const std::size_t at = source.places[offset(tokens.at(i))].begin;
            if (const auto tag = pronouncedAt(utf8, at)) {
                out.beginPronounced(std::string(tag->ipa), {static_cast<std::uint32_t>(at + 1),
                                                            static_cast<std::uint32_t>(at + tag->labelEnd)});
            }
            ++i;
            continue;
        }
        if (tokens.isSymbol(i, kPronouncedEnd)) {
            out.endPronounced();
            ++i;
            continue;
        }
        std::size_t taken = 0;
        for (const Rule rule : rulesFor(tokens.at(i).kind)) {
            taken = rule(tokens, i, out);
            if (taken != 0) {
                break;
            }
        }
        const std::size_t next = i + (taken != 0 ? taken : 1);
        std::size_t last = next - 1;
        while (last > i && tokens.isSpace(last)) {
            --last;
        }
        out.cameFrom(source.place(offset(tokens.at(i)), offset(tokens.at(last)) + tokens.at(last).text.size()));
        i = next;
    }
    return out.take();
}

}  // namespace parlando::text
