#include "text/numbers.h"

#include <array>
#include <string>
#include <string_view>

namespace parlando::text {
namespace {

constexpr std::size_t kLongestNamed = 30;  // digits

constexpr std::array<std::string_view, 20> kSmall = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens = {"",      "",      "twenty",  "thirty", "forty",
                                                    "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 10> kScales = {"",           "thousand",    "million",     "billion",
                                                      "trillion",   "quadrillion", "quintillion", "sextillion",
                                                      "septillion", "octillion"};

struct Irregular {
    std::string_view cardinal;
    std::string_view ordinal;
};
constexpr std::array kIrregularOrdinals = {
    Irregular{"one", "first"},      Irregular{"two", "second"},   Irregular{"three", "third"},
    Irregular{"five", "fifth"},     Irregular{"eight", "eighth"}, Irregular{"nine", "ninth"},
    Irregular{"twelve", "twelfth"},
};

int digit(char c) {
    return c - '0';
}

void add(std::string& text, std::string_view word) {
    if (!text.empty()) {
        text += ' ';
    }
    text += word;
}

std::string belowHundred(int value) {
    if (value < 20) {
        return std::string(kSmall[static_cast<std::size_t>(value)]);
    }
    std::string text(kTens[static_cast<std::size_t>(value / 10)]);
    if (value % 10 != 0) {
        text += '-';
        text += kSmall[static_cast<std::size_t>(value % 10)];
    }
    return text;
}

std::string belowThousand(int value) {
    std::string text;
    if (value >= 100) {
        text = std::string(kSmall[static_cast<std::size_t>(value / 100)]) + " hundred";
    }
    if (value % 100 != 0 || value == 0) {
        add(text, belowHundred(value % 100));
    }
    return text;
}

}  // namespace

int valueOf(std::string_view digits) {
    int value = 0;
    for (const char c : digits.substr(0, 9)) {
        value = value * 10 + digit(c);
    }
    return value;
}

std::string digitByDigit(std::string_view digits) {
    std::string text;
    for (const char c : digits) {
        add(text, kSmall[static_cast<std::size_t>(digit(c))]);
    }
    return text;
}

std::string cardinal(std::string_view digits) {
    if (digits.size() > kLongestNamed || (digits.size() > 1 && digits[0] == '0')) {
        return digitByDigit(digits);
    }
    std::string text;
    for (std::size_t left = digits.size(); left > 0;) {
        const std::size_t scale = (left - 1) / 3;
        const std::size_t group = left - 3 * scale;
        const int value = valueOf(digits.substr(digits.size() - left, group));
        left -= group;
        if (value != 0 || digits.size() == 1) {
            add(text, belowThousand(value));
            if (scale > 0) {
                add(text, kScales[scale]);
            }
        }
    }
    return text;
}

std::string ordinal(std::string_view digits) {
    std::string text = cardinal(digits);
    const std::size_t separator = text.find_last_of(" -");
    const std::size_t last = separator == std::string::npos ? 0 : separator + 1;
    const std::string_view word = std::string_view(text).substr(last);
    for (const Irregular& irregular : kIrregularOrdinals) {
        if (word == irregular.cardinal) {
            return text.substr(0, last) + std::string(irregular.ordinal);
        }
    }
    if (text.back() == 'y') {
        text.pop_back();
        text += "ie";
    }
    return text + "th";
}

std::string pair(std::string_view twoDigits) {
    const int value = valueOf(twoDigits);
    if (value == 0) {
        return "hundred";
    }
    return (value < 10 ? "oh " : "") + belowHundred(value);
}

std::string year(std::string_view digits) {
    const bool twoHalves = digits.size() == 4 && digits[0] != '0' && !(digits[1] == '0' && digits[2] == '0');
    if (!twoHalves) {
        return cardinal(digits);
    }
    return belowHundred(valueOf(digits.substr(0, 2))) + ' ' + pair(digits.substr(2));
}

std::string plural(std::string_view number) {
    std::string text(number);
    if (text.ends_with('y')) {
        text.pop_back();
        return text + "ies";
    }
    return text + (text.ends_with('x') ? "es" : "s");
}

}  // namespace parlando::text
