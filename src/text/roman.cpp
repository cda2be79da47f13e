// Roman numerals, where the words around them show that they are numbers.

#include <array>
#include <string>
#include <string_view>

#include "text/numbers.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

// Names of rulers: the numeral is an ordinal, "Henry the eighth".
constexpr std::array<std::string_view, 62> kRulers = {
    "henry",      "louis",    "charles",   "george",    "edward",   "elizabeth", "james",     "william", "mary",
    "richard",    "john",     "paul",      "pius",      "benedict", "leo",       "gregory",   "clement", "innocent",
    "francis",    "philip",   "ferdinand", "alexander", "nicholas", "peter",     "catherine", "ivan",    "frederick",
    "wilhelm",    "napoleon", "victor",    "umberto",   "leopold",  "albert",    "christian", "gustav",  "carl",
    "haakon",     "olav",     "margrethe", "juan",      "alfonso",  "felipe",    "pedro",     "joao",    "otto",
    "maximilian", "rudolf",   "joseph",    "ramesses",  "ramses",   "thutmose",  "cleopatra", "ptolemy", "darius",
    "xerxes",     "mehmed",   "selim",     "urban",     "julius",   "sixtus",    "boniface",  "isabella"};
// Words that are followed by a number: "Chapter IV".
constexpr std::array<std::string_view, 40> kLabels = {
    "chapter", "part",    "act",      "scene",  "volume", "vol",     "book",     "section", "phase", "type",
    "war",     "article", "appendix", "title",  "class",  "stage",   "grade",    "level",   "bowl",  "canto",
    "lesson",  "unit",    "table",    "figure", "vii",    "episode", "mark",     "tier",    "round", "group",
    "opus",    "number",  "division", "corps",  "season", "step",    "schedule", "factor",  "age",   "dynasty"};
// What can follow "Charles I", so that the I is not a pronoun.
constexpr std::array<std::string_view, 16> kAfterRuler = {"of",    "was",     "is",     "had", "and", "died",
                                                          "ruled", "reigned", "became", "to",  "in",  "the",
                                                          "who",   "did",     "made",   "did"};

constexpr int kLargest = 3999;

int letterValue(char c) {
    switch (c) {
        case 'I':
            return 1;
        case 'V':
            return 5;
        case 'X':
            return 10;
        case 'L':
            return 50;
        case 'C':
            return 100;
        case 'D':
            return 500;
        case 'M':
            return 1000;
        default:
            return 0;
    }
}

std::string romanFor(int value) {
    struct Step {
        int value;
        std::string_view letters;
    };
    constexpr std::array kSteps = {Step{1000, "M"}, Step{900, "CM"}, Step{500, "D"}, Step{400, "CD"}, Step{100, "C"},
                                   Step{90, "XC"},  Step{50, "L"},   Step{40, "XL"}, Step{10, "X"},   Step{9, "IX"},
                                   Step{5, "V"},    Step{4, "IV"},   Step{1, "I"}};
    std::string text;
    for (const Step& step : kSteps) {
        for (; value >= step.value; value -= step.value) {
            text += step.letters;
        }
    }
    return text;
}

// The value of a numeral in its usual form, or 0: "IIII" and "VX" are not.
int romanValue(std::string_view letters) {
    constexpr std::size_t kLongest = 15;  // MMMDCCCLXXXVIII
    if (letters.empty() || letters.size() > kLongest) {
        return 0;
    }
    int value = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const int here = letterValue(letters[i]);
        if (here == 0) {
            return 0;
        }
        value += i + 1 < letters.size() && here < letterValue(letters[i + 1]) ? -here : here;
    }
    return value > 0 && value <= kLargest && romanFor(value) == letters ? value : 0;
}

}  // namespace

std::size_t romanNumeral(const Tokens& tokens, std::size_t at, Spoken& out) {
    std::string_view letters = tokens.at(at).text;
    const bool possessive = letters.ends_with("'s");
    letters.remove_suffix(possessive ? 2 : 0);
    const int value = romanValue(letters);
    if (value == 0 || tokens.isNumber(at - 1) || tokens.isNumber(at + 1) || tokens.isSymbol(at - 1, U'-') ||
        tokens.isSymbol(at + 1, U'-')) {
        return 0;
    }
    const std::string digits = std::to_string(value);
    const std::string_view before =
        tokens.isSymbol(at - 2, U'.') && tokens.isSpace(at - 1) ? tokens.at(at - 3).text : tokens.wordBefore(at);
    const bool afterName = !before.empty() && isUpper(static_cast<unsigned char>(before[0]));
    const bool onlySmall = letters.find_first_not_of("IVX") == std::string_view::npos;
    const bool isCentury = tokens.isSpace(at + 1) && tokens.isWord(at + 2) &&
                           (isIn(std::array<std::string_view, 2>{"century", "centuries"}, tokens.at(at + 2).text));
    if (isCentury && onlySmall) {
        out.word(ordinal(digits));
        return 1;
    }
    if (afterName && isIn(kRulers, before) && onlySmall) {
        const bool pronoun = letters == "I" && tokens.isSpace(at + 1) && tokens.isWord(at + 2) &&
                             !isIn(kAfterRuler, tokens.at(at + 2).text);
        if (!pronoun) {
            out.word("the");
            out.word(ordinal(digits) + (possessive ? "'s" : ""));
            return 1;
        }
        return 0;
    }
    if (isIn(kLabels, before) && (onlySmall || letters.size() > 1)) {
        const bool pronoun = letters == "I" && !afterName;
        if (!pronoun) {
            out.word(cardinal(digits));
            return 1;
        }
        return 0;
    }
    // "Rocky IV", and "XIV" alone; "IV" alone is a drip, "XXX" a rating.
    const bool unmistakable = onlySmall && letters.size() >= 2 && letters != "XXX" && letters != "XX" &&
                              (afterName || (letters != "IV" && letters != "VI"));
    if (unmistakable && !tokens.at(at).shouted) {
        out.word(cardinal(digits));
        return 1;
    }
    return 0;
}

}  // namespace parlando::text
