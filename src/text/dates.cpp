// Calendar dates. Day and month are said as "March third"; 5/12/2024 is May, as Americans write it.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "text/abbreviations.h"
#include "text/dates.h"
#include "text/numbers.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

struct Month {
    std::string_view name;
    std::string_view abbreviation;
};
constexpr std::array<Month, 12> kMonths = {{{"January", "Jan"},
                                            {"February", "Feb"},
                                            {"March", "Mar"},
                                            {"April", "Apr"},
                                            {"May", "May"},
                                            {"June", "Jun"},
                                            {"July", "Jul"},
                                            {"August", "Aug"},
                                            {"September", "Sept"},
                                            {"October", "Oct"},
                                            {"November", "Nov"},
                                            {"December", "Dec"}}};

// Token i is a number of at most `digits` digits with a value in [low, high].
bool isNumberIn(const Tokens& tokens, std::size_t i, std::size_t digits, int low, int high) {
    if (!tokens.isNumber(i) || tokens.at(i).text.size() > digits) {
        return false;
    }
    const int value = valueOf(tokens.at(i).text);
    return value >= low && value <= high;
}

bool isYear(const Tokens& tokens, std::size_t i) {
    return tokens.isNumber(i) && tokens.at(i).text.size() == 4 && isNumberIn(tokens, i, 4, 1000, 2999);
}

std::string_view monthNumbered(int number) {
    return kMonths[static_cast<std::size_t>(number - 1)].name;
}

std::string_view withoutLeadingZero(std::string_view digits) {
    return digits.size() > 1 && digits[0] == '0' ? digits.substr(1) : digits;
}

void sayDate(std::string_view month, std::string_view day, std::string_view yearDigits, Spoken& out) {
    out.word(month);
    out.word(ordinal(withoutLeadingZero(day)));
    if (!yearDigits.empty()) {
        out.mark(U',');
        out.word(yearDigits.size() == 2 ? pair(yearDigits) : year(yearDigits));
    }
}

// The month that token i names, and the tokens of it with the dot of an abbreviation.
struct MonthAt {
    std::string_view name;
    std::size_t tokens = 0;
};
MonthAt monthAt(const Tokens& tokens, std::size_t i) {
    const auto name = tokens.isWord(i) ? monthNamed(tokens.at(i).text) : std::nullopt;
    if (!name) {
        return {};
    }
    const bool isAbbreviation = tokens.at(i).text.size() < name->size() && tokens.isSymbol(i + 1, U'.');
    return {*name, isAbbreviation ? 2u : 1u};
}

bool isOrdinalSuffix(const Token& token) {
    static constexpr std::array<std::string_view, 4> kSuffixes = {"st", "nd", "rd", "th"};
    return token.kind == Token::Kind::word && isIn(kSuffixes, token.text);
}

// The tokens of ", 2024" or " 2024" at `i`, the year being the last of them; or 0.
std::size_t yearAfter(const Tokens& tokens, std::size_t i) {
    const std::size_t comma = tokens.isSymbol(i, U',') ? 1 : 0;
    return tokens.isSpace(i + comma) && isYear(tokens, i + comma + 1) && !tokens.isSymbol(i + comma + 2, U':')
               ? comma + 2
               : 0;
}

}  // namespace

std::optional<std::string_view> monthNamed(std::string_view word) {
    if (word.size() < 3 || !isUpper(static_cast<unsigned char>(word[0]))) {
        return std::nullopt;
    }
    for (const Month& month : kMonths) {
        const auto matches = [word](std::string_view name) {
            std::string lower(name);
            lower[0] = toLower(lower[0]);
            return equalsIgnoringCase(word, lower);
        };
        if (matches(month.name) || matches(month.abbreviation) || matches(month.abbreviation.substr(0, 3))) {
            return month.name;
        }
    }
    return std::nullopt;
}

std::size_t numericDate(const Tokens& tokens, std::size_t at, Spoken& out) {
    const char32_t separator = tokens.at(at + 1).symbol;
    const bool separated = (separator == U'/' || separator == U'-' || separator == U'.') &&
                           tokens.isSymbol(at + 1, separator) && tokens.isSymbol(at + 3, separator) &&
                           tokens.isNumber(at + 2);
    const bool goesOn = (tokens.isSymbol(at + 5, separator) && tokens.isNumber(at + 6)) || tokens.isWord(at - 1) ||
                        tokens.isSymbol(at - 1, separator);
    if (!separated || goesOn) {
        return 0;
    }
    const std::string_view first = tokens.at(at).text;
    const std::string_view second = tokens.at(at + 2).text;
    const std::string_view third = tokens.at(at + 4).text;
    if (isYear(tokens, at) && separator != U'.' && isNumberIn(tokens, at + 2, 2, 1, 12) &&
        isNumberIn(tokens, at + 4, 2, 1, 31)) {
        sayDate(monthNumbered(valueOf(second)), third, first, out);
        // ISO 8601: 2024-11-24T17:45
        const bool timeFollows = tokens.isWord(at + 5) && tokens.at(at + 5).text == "T" && tokens.isNumber(at + 6);
        if (timeFollows) {
            out.mark(U',');
        }
        return timeFollows ? 6 : 5;
    }
    const bool yearLast = isYear(tokens, at + 4) || (separator == U'/' && tokens.isNumber(at + 4) && third.size() == 2);
    if (!yearLast) {
        return 0;
    }
    const bool monthFirst =
        isNumberIn(tokens, at, 2, 1, 12) && isNumberIn(tokens, at + 2, 2, 1, 31) && separator != U'.';
    const bool dayFirst = isNumberIn(tokens, at, 2, 1, 31) && isNumberIn(tokens, at + 2, 2, 1, 12);
    if (monthFirst) {
        sayDate(monthNumbered(valueOf(first)), second, third, out);
    } else if (dayFirst) {
        sayDate(monthNumbered(valueOf(second)), first, third, out);
    } else {
        return 0;
    }
    return 5;
}

std::size_t dayMonth(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (!isNumberIn(tokens, at, 2, 1, 31)) {
        return 0;
    }
    const bool hasSuffix = isOrdinalSuffix(tokens.at(at + 1));
    const std::size_t space = at + (hasSuffix ? 2 : 1);
    const bool separated = tokens.isSpace(space) || tokens.isSymbol(space, U'-');
    const MonthAt month = separated ? monthAt(tokens, space + 1) : MonthAt();
    if (month.tokens == 0) {
        return 0;
    }
    const std::size_t after = space + 1 + month.tokens;
    const bool hyphenated = tokens.isSymbol(space, U'-') && tokens.isSymbol(after, U'-') && isYear(tokens, after + 1);
    const std::size_t yearTokens = hyphenated ? 2 : yearAfter(tokens, after);
    // "May" is a verb as well, but hardly right after a number.
    sayDate(month.name, tokens.at(at).text, yearTokens != 0 ? tokens.at(after + yearTokens - 1).text : "", out);
    if (month.tokens == 2 && yearTokens == 0 && dotEndsSentence(tokens, after - 1)) {
        out.mark(U'.');
    }
    return after + yearTokens - at;
}

std::size_t monthDay(const Tokens& tokens, std::size_t at, Spoken& out) {
    const MonthAt month = monthAt(tokens, at);
    const std::size_t day = at + month.tokens + 1;
    if (month.tokens == 0 || !tokens.isSpace(day - 1)) {
        return 0;
    }
    if (isYear(tokens, day) && !isOrdinalSuffix(tokens.at(day + 1)) && !tokens.isWord(day + 1)) {
        out.word(month.name);
        out.word(year(tokens.at(day).text));
        return day + 1 - at;
    }
    const bool followsClock = tokens.isSymbol(day + 1, U':') && tokens.isNumber(day + 2);
    const bool followsDecimal = tokens.isSymbol(day + 1, U'.') && tokens.isNumber(day + 2);
    if (!isNumberIn(tokens, day, 2, 1, 31) || followsClock || followsDecimal || tokens.isSymbol(day + 1, U'%')) {
        return 0;
    }
    std::size_t after = day + 1;
    if (isOrdinalSuffix(tokens.at(after))) {
        ++after;
    }
    const bool range =
        (tokens.isSymbol(after, U'–') || tokens.isSymbol(after, U'-')) && isNumberIn(tokens, after + 1, 2, 1, 31);
    if (range) {
        sayDate(month.name, tokens.at(day).text, "", out);
        out.word("to");
        out.word(ordinal(tokens.at(after + 1).text));
        return after + 2 - at;
    }
    const std::size_t yearTokens = yearAfter(tokens, after);
    sayDate(month.name, tokens.at(day).text, yearTokens != 0 ? tokens.at(after + yearTokens - 1).text : "", out);
    return after + yearTokens - at;
}

}  // namespace parlando::text
