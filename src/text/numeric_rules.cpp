// Numbers that stand for themselves: counts, years, decades, ordinals, ranges, powers.

#include <array>
#include <string>
#include <string_view>

#include "text/amount.h"
#include "text/numbers.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

constexpr std::size_t kLongestCount = 5;  // digits right after letters; more are an identifier

// Words before a number of four digits that make it a year even from 1001 to 1099.
constexpr std::array<std::string_view, 20> kBeforeYear = {
    "in",     "since",  "by",     "until",  "before", "after",  "from", "circa", "year", "around",
    "during", "spring", "summer", "autumn", "fall",   "winter", "late", "early", "ad",   "of"};
// Nouns without s that are counted.
constexpr std::array<std::string_view, 8> kCounted = {"people", "men",     "women",   "children",
                                                      "feet",   "percent", "million", "billion"};
// Words in s that are not nouns in the plural.
constexpr std::array<std::string_view, 12> kNotPlural = {"was", "is", "has",  "as",   "this", "its",
                                                         "us",  "vs", "plus", "does", "saw",  "census"};

bool isCounted(const Tokens& tokens, std::size_t after) {
    if (!tokens.isSpace(after) || !tokens.isLowerCase(after + 1)) {
        return false;
    }
    const std::string_view word = tokens.at(after + 1).text;
    return isIn(kCounted, word) || (word.ends_with('s') && !isIn(kNotPlural, word));
}

bool isYear(const Tokens& tokens, std::size_t at, std::string_view digits) {
    if (digits.size() != 4 || isCounted(tokens, at + 1)) {
        return false;
    }
    const int value = valueOf(digits);
    return (value >= 1100 && value <= 2099) ||
           (value >= 1000 && value < 1100 && isIn(kBeforeYear, tokens.wordBefore(at)));
}

std::string signedCardinal(const Tokens& tokens, std::size_t at, std::size_t& taken) {
    const bool minus = tokens.isSymbol(at, U'-') || tokens.isSymbol(at, U'−');
    const std::size_t number = at + (minus || tokens.isSymbol(at, U'+') ? 1 : 0);
    if (!tokens.isNumber(number)) {
        taken = 0;
        return {};
    }
    taken = number + 1 - at;
    return (minus ? "minus " : "") + cardinal(tokens.at(number).text);
}

}  // namespace

std::size_t power(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (tokens.isSymbol(at, U'^')) {
        std::size_t taken = 0;
        const std::string exponent = signedCardinal(tokens, at + 1, taken);
        const bool isFootnote = tokens.isWord(at - 1) && tokens.at(at - 1).text.size() > 3;
        if (taken == 0 || isFootnote) {
            return taken == 0 ? 0 : 1 + taken;
        }
        if (tokens.isNumber(at + 1) && (exponent == "two" || exponent == "three")) {
            out.word(exponent == "two" ? "squared" : "cubed");
        } else {
            out.word("to the");
            out.word(exponent);
        }
        return 1 + taken;
    }
    const Amount mantissa = amountAt(tokens, at);
    const std::size_t letter = at + mantissa.tokens;
    if (!mantissa || !tokens.isWord(letter) || !equalsIgnoringCase(tokens.at(letter).text, "e")) {
        return 0;
    }
    std::size_t taken = 0;
    const std::string exponent = signedCardinal(tokens, letter + 1, taken);
    if (taken == 0) {
        return 0;
    }
    out.word(mantissa.words);
    out.word("times ten to the");
    out.word(exponent);
    return letter + 1 + taken - at;
}

std::size_t dimensions(const Tokens& tokens, std::size_t at, Spoken& out) {
    // 8" x 12"
    if (tokens.isWord(at)) {
        const bool between = tokens.at(at).text == "x" && tokens.isSpace(at - 1) && tokens.isSpace(at + 1) &&
                             tokens.isNumber(at + 2) && !(tokens.isWord(at - 2) && tokens.at(at - 2).text.size() > 2);
        const bool product = tokens.isSpace(at + 3) && tokens.isSymbol(at + 4, U'=');
        out.word(between ? (product ? "times" : "by") : "");
        return between ? 1 : 0;
    }
    const Amount amount = amountAt(tokens, at);
    const std::size_t sign = at + amount.tokens;
    const bool isLetter = tokens.isWord(sign) && equalsIgnoringCase(tokens.at(sign).text, "x");
    const bool isSign = tokens.isSymbol(sign, U'×');
    if (!amount || tokens.isWord(at - 1) || !(isLetter || isSign)) {
        return 0;
    }
    // Pixels are read in pairs of digits: 1920×1080.
    const auto say = [&out](const Amount& side) { out.word(side.isPlainInteger() ? year(side.digits) : side.words); };
    if (const Amount other = amountAt(tokens, sign + 1)) {
        const std::size_t end = sign + 1 + other.tokens;
        const bool isProduct = isSign && (tokens.isSymbol(end, U'=') || tokens.isSymbol(end, U'^') ||
                                          (tokens.isSpace(end) && tokens.isSymbol(end + 1, U'=')));
        say(amount);
        out.word(isProduct ? "times" : "by");
        if (other.isPlainInteger() && other.digits.size() == 4 && !isProduct) {
            say(other);
            return end - at;
        }
        return sign + 1 - at;
    }
    if (isLetter || tokens.isBoundary(sign + 1)) {  // "3x faster", but "3 × 4" is not this
        if (isSign && tokens.isSpace(sign + 1) && tokens.isNumber(sign + 2)) {
            return 0;
        }
        out.word(amount.words);
        out.word("times");
        return sign + 1 - at;
    }
    return 0;
}

std::size_t decade(const Tokens& tokens, std::size_t at, Spoken& out) {
    const bool elided = tokens.isSymbol(at, U'\'') && tokens.isNumber(at + 1) && tokens.at(at + 1).text.size() == 2;
    const std::size_t number = at + (elided ? 1 : 0);
    if (!tokens.isNumber(number) || tokens.isWord(at - 1)) {
        return 0;
    }
    const std::string_view digits = tokens.at(number).text;
    const std::size_t suffix = number + (tokens.isSymbol(number + 1, U'\'') ? 2 : 1);
    const bool isPlural = tokens.isWord(suffix) && tokens.at(suffix).text == "s" && !tokens.isNumber(suffix + 1);
    if (elided && !isPlural) {  // the class of '99
        out.word(pair(digits));
        return 2;
    }
    const bool isDecade = digits.ends_with('0') && (digits.size() == 4 || digits.size() == 2 || elided);
    if (!isPlural || !isDecade || digits == "00") {
        return 0;
    }
    out.word(plural(digits.size() == 4 ? year(digits) : pair(digits)));
    return suffix + 1 - at;
}

std::size_t ordinalNumber(const Tokens& tokens, std::size_t at, Spoken& out) {
    std::string digits;
    Amount amount = amountAt(tokens, at);
    const Token& suffix = tokens.at(at + amount.tokens);
    static constexpr std::array<std::string_view, 4> kSuffixes = {"st", "nd", "rd", "th"};
    if (!amount || !amount.fraction.empty() || amount.isFraction || suffix.kind != Token::Kind::word ||
        !isIn(kSuffixes, suffix.text)) {
        return 0;
    }
    out.word(ordinal(amount.digits));
    return amount.tokens + 1;
}

std::size_t plainNumber(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (tokens.isNumber(at) && (tokens.isWord(at - 1) || tokens.isWord(at + 1)) &&
        tokens.at(at).text.size() > kLongestCount) {
        out.word(digitByDigit(tokens.at(at).text));
        return 1;
    }
    const bool inCode = tokens.isWord(at - 1) || (tokens.isSymbol(at - 1, U'-') && tokens.isWord(at - 2));
    const Amount amount = inCode ? amountAt(tokens, at) : rangeAt(tokens, at);
    if (!amount) {
        return 0;
    }
    out.word(amount.isPlainInteger() && isYear(tokens, at, amount.digits) ? year(amount.digits) : amount.words);
    return amount.tokens;
}

std::size_t minusSign(const Tokens& tokens, std::size_t at, Spoken& out) {
    const bool isSign = tokens.isSymbol(at, U'-') || tokens.isSymbol(at, U'−') || tokens.isSymbol(at, U'–');
    const std::size_t next = tokens.at(at + 1).kind == Token::Kind::symbol ? at + 2 : at + 1;  // -$5, -.5
    const bool beforeNumber = tokens.isNumber(next);
    const Token& before = tokens.at(at - 1);
    const bool afterOperator =
        tokens.isBoundary(at - 1) ||
        (before.kind == Token::Kind::symbol &&
         std::u32string_view(U"(=<>+*/×÷±≈≤≥^[,:~").find(before.symbol) != std::u32string_view::npos);
    const bool subtraction =
        tokens.isSymbol(at, U'−') || (tokens.isSpace(at - 1) && tokens.isSpace(at + 1) && tokens.isNumber(at - 2) &&
                                      tokens.isNumber(at + 2) && tokens.isSymbol(at, U'-'));
    if (isSign && (subtraction || (beforeNumber && afterOperator))) {
        out.word("minus");
        return 1;
    }
    return 0;
}

}  // namespace parlando::text
