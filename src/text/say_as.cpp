#include "text/say_as.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"
#include "text/acronyms.h"
#include "text/characters.h"
#include "text/numbers.h"

namespace parlando::text {
namespace {

constexpr std::size_t kMostDigits = 30;

struct Name {
    char character;
    std::string_view words;
};
constexpr std::array kNames = {
    Name{'.', "dot"},
    Name{'-', "dash"},
    Name{'_', "underscore"},
    Name{'/', "slash"},
    Name{'@', "at"},
    Name{'#', "hash"},
    Name{'+', "plus"},
    Name{'&', "and"},
    Name{'*', "star"},
    Name{':', "colon"},
    Name{',', "comma"},
    Name{'?', "question mark"},
    Name{'!', "exclamation mark"},
    Name{'=', "equals"},
};
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

// The commas keep the letters apart, so that no rule takes two of them for something else.
std::string characters(std::string_view text) {
    std::string spelled;
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t begin = offset;
        const char32_t c = utf8::next(text, offset);
        std::string name;
        if (isDigit(c)) {
            name = digitByDigit(text.substr(begin, 1));
        } else if (isAsciiLetter(c)) {
            const char capital = toUpper(text[begin]);
            name = capital == 'A' ? std::string(kLetterA) : std::string(1, capital);
        } else if (isLetter(c)) {
            name = text.substr(begin, offset - begin);
        } else if (const auto* const known = std::find_if(
                       kNames.begin(), kNames.end(), [&](const Name& entry) { return entry.character == text[begin]; });
                   known != kNames.end()) {
            name = known->words;
        } else {
            continue;
        }
        spelled += (spelled.empty() ? "" : ", ") + name;
    }
    return spelled;
}

bool isNumber(std::string_view digits) {
    return !digits.empty() && digits.size() <= kMostDigits &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return isDigit(static_cast<unsigned char>(c)); });
}

// "1,234" and "1 234" as digits.
std::string withoutSeparators(std::string_view text) {
    std::string digits(text);
    std::erase_if(digits, [](char c) { return c == ',' || c == ' '; });
    return digits;
}

// "24/11/2024" in the order that the format says; empty where it does not fit.
std::string date(std::string_view text, std::string_view format) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_of("0123456789", at);
        if (begin == std::string_view::npos) {
            break;
        }
        at = std::min(text.find_first_not_of("0123456789", begin), text.size());
        parts.push_back(text.substr(begin, at - begin));
    }
    if (parts.size() != format.size() ||
        !std::all_of(parts.begin(), parts.end(), [](auto part) { return part.size() <= 4; })) {
        return "";
    }
    std::string day;
    std::string month;
    std::string year;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const int value = valueOf(parts[i]);
        if (format[i] == 'd' && value >= 1 && value <= 31) {
            day = std::to_string(value);
        } else if (format[i] == 'm' && value >= 1 && value <= 12) {
            month = kMonths[static_cast<std::size_t>(value - 1)];
        } else if (format[i] == 'y') {
            year = parts[i];
        } else {
            return "";
        }
    }
    if (month.empty()) {
        return "";
    }
    return month + (day.empty() ? "" : " " + day) + (year.empty() ? "" : (day.empty() ? " " : ", ") + year);
}

}  // namespace

std::string sayAs(std::string_view text, std::string_view interpretAs, std::string_view format) {
    std::string said;
    if (interpretAs == "characters" || interpretAs == "spell-out" || interpretAs == "digits") {
        said = characters(text);
    } else if (interpretAs == "cardinal" || interpretAs == "number") {
        const std::string digits = withoutSeparators(text);
        said = isNumber(digits) ? cardinal(digits) : "";
    } else if (interpretAs == "ordinal") {
        std::string digits = withoutSeparators(text);
        for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
            digits.resize(digits.size() - (digits.ends_with(suffix) ? suffix.size() : 0));
        }
        said = isNumber(digits) ? ordinal(digits) : "";
    } else if (interpretAs == "date") {
        said = date(text, format);
    }
    return said.empty() ? std::string(text) : said;
}

}  // namespace parlando::text
