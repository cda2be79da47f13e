#include "text/amount.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text/numbers.h"

namespace parlando::text {
namespace {

constexpr std::size_t kMostGroups = 10;  // of three digits: 30 digits, the longest number that is named

constexpr std::array<std::string_view, 6> kMagnitudes = {"thousand", "million",     "billion",
                                                         "trillion", "quadrillion", "hundred"};

// Denominators that people read as fractions; "24/7" or "9/11" is something else.
struct Denominator {
    int value;
    std::string_view singular;
    std::string_view plural;
};
constexpr std::array kDenominators = {
    Denominator{2, "half", "halves"},
    Denominator{3, "third", "thirds"},
    Denominator{4, "quarter", "quarters"},
    Denominator{5, "fifth", "fifths"},
    Denominator{6, "sixth", "sixths"},
    Denominator{7, "seventh", "sevenths"},
    Denominator{8, "eighth", "eighths"},
    Denominator{9, "ninth", "ninths"},
    Denominator{10, "tenth", "tenths"},
    Denominator{12, "twelfth", "twelfths"},
    Denominator{16, "sixteenth", "sixteenths"},
    Denominator{32, "thirty-second", "thirty-seconds"},
    Denominator{64, "sixty-fourth", "sixty-fourths"},
    Denominator{100, "hundredth", "hundredths"},
};

// Words after an amount that do not make it an adjective.
constexpr std::array<std::string_view, 40> kFunctionWords = {
    "of",  "or",   "and",  "in",   "to",    "for",  "per",   "at",   "on",    "with", "from", "by",  "is", "was",
    "are", "were", "long", "wide", "tall",  "high", "deep",  "away", "each",  "more", "less", "if",  "as", "than",
    "the", "a",    "an",   "that", "which", "when", "until", "ago",  "later", "but",  "up",   "down"};

Amount simpleFraction(const Tokens& tokens, std::size_t at) {
    Amount amount;
    if (!tokens.isNumber(at) || !tokens.isSymbol(at + 1, U'/') || !tokens.isNumber(at + 2) ||
        tokens.isSymbol(at + 3, U'/') || tokens.at(at).text.size() > 2 || tokens.at(at + 2).text.size() > 3) {
        return amount;
    }
    const int numerator = valueOf(tokens.at(at).text);
    const int denominator = valueOf(tokens.at(at + 2).text);
    const auto* const known = std::find_if(kDenominators.begin(), kDenominators.end(),
                                           [denominator](const Denominator& d) { return d.value == denominator; });
    if (known == kDenominators.end() || numerator >= denominator || numerator == 0) {
        return amount;
    }
    amount.tokens = 3;
    amount.isFraction = true;
    amount.words = cardinal(tokens.at(at).text) + ' ' + std::string(numerator == 1 ? known->singular : known->plural);
    return amount;
}

// Integer digits with their separators; returns the tokens taken.
std::size_t groupedDigits(const Tokens& tokens, std::size_t at, std::string& digits) {
    digits = tokens.at(at).text;
    if (digits.size() > 3 || digits[0] == '0') {
        return 1;
    }
    std::string all = digits;
    std::size_t i = at + 1;
    for (std::size_t groups = 1; groups < kMostGroups; ++groups, i += 2) {
        if (!tokens.isSymbol(i, U',') || !tokens.isNumber(i + 1) || tokens.at(i + 1).text.size() != 3) {
            break;
        }
        all += tokens.at(i + 1).text;
    }
    const bool listGoesOn = tokens.isSymbol(i, U',') && tokens.isNumber(i + 1);
    if (i == at + 1 || listGoesOn) {
        return 1;
    }
    digits = all;
    return i - at;
}

}  // namespace

Amount amountAt(const Tokens& tokens, std::size_t at) {
    if (Amount fraction = simpleFraction(tokens, at)) {
        return fraction;
    }
    Amount amount;
    std::size_t i = at;
    if (tokens.isNumber(i)) {
        i += groupedDigits(tokens, i, amount.digits);
        amount.isGrouped = i > at + 1;
        amount.words = cardinal(amount.digits);
    } else if (!tokens.isSymbol(i, U'.') || !tokens.isNumber(i + 1) || tokens.isWord(i - 1) || tokens.isNumber(i - 1)) {
        return amount;
    }
    const bool version = tokens.isSymbol(i + 2, U'.') && tokens.isNumber(i + 3);
    if (tokens.isSymbol(i, U'.') && tokens.isNumber(i + 1) && !version) {
        amount.fraction = tokens.at(i + 1).text;
        amount.words += (amount.words.empty() ? "point " : " point ") + digitByDigit(amount.fraction);
        i += 2;
    } else if (tokens.isSpace(i)) {
        if (const Amount rest = simpleFraction(tokens, i + 1); rest && amount.digits.size() <= 3) {
            amount.isFraction = true;
            amount.words += " and " + (rest.words == "one half" ? "a half" : rest.words);
            i += 1 + rest.tokens;
        }
    }
    amount.tokens = i - at;
    return amount;
}

Amount rangeAt(const Tokens& tokens, std::size_t at) {
    Amount from = amountAt(tokens, at);
    if (!from) {
        return from;
    }
    std::size_t i = at + from.tokens;
    const bool spaced = tokens.isSpace(i) && tokens.isSymbol(i + 1, U'–') && tokens.isSpace(i + 2);
    const std::size_t dash = spaced ? i + 1 : i;
    if (!tokens.isSymbol(dash, U'–') && !tokens.isSymbol(dash, U'-')) {
        return from;
    }
    i = dash + (spaced ? 2 : 1);
    const Amount to = amountAt(tokens, i);
    const std::size_t after = i + to.tokens;
    if (!to || ((tokens.isSymbol(after, U'-') || tokens.isSymbol(after, U'–')) && tokens.isNumber(after + 1))) {
        return from;
    }
    const auto years = [](const Amount& amount) { return amount.isPlainInteger() && amount.digits.size() == 4; };
    const bool between = equalsIgnoringCase(tokens.wordBefore(at), "between") ||
                         equalsIgnoringCase(tokens.wordBefore(at - 1), "between");  // between $5–10
    const std::string_view link = between ? " and " : " to ";
    if (years(from) && (years(to) || (to.isPlainInteger() && to.digits.size() == 2))) {
        from.words = year(from.digits) + std::string(link) + (years(to) ? year(to.digits) : pair(to.digits));
    } else {
        from.words += (from.words == to.words ? " " : std::string(link)) + to.words;
    }
    from.isRange = true;
    from.tokens = after - at;
    return from;
}

std::size_t magnitudeAt(const Tokens& tokens, std::size_t at) {
    return tokens.isSpace(at) && tokens.isWord(at + 1) && isIn(kMagnitudes, tokens.at(at + 1).text) ? 2 : 0;
}

bool isAttributive(const Tokens& tokens, std::size_t at, std::size_t end) {
    const std::string_view before = tokens.wordBefore(at);
    return (equalsIgnoringCase(before, "a") || equalsIgnoringCase(before, "an")) && tokens.isSpace(end) &&
           tokens.isLowerCase(end + 1) && !isIn(kFunctionWords, tokens.at(end + 1).text);
}

}  // namespace parlando::text
