#include "text/abbreviations.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text/acronyms.h"
#include "text/dates.h"
#include "text/inline_markup.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

struct Abbreviation {
    std::string_view text;  // without its dot
    std::string_view words;
    AbbreviationKind kind;
    bool needsDot;  // without one it is a word of its own, or unknown
};
constexpr AbbreviationKind kTitle = AbbreviationKind::title;
constexpr AbbreviationKind kGeneral = AbbreviationKind::general;
constexpr std::array kAbbreviations = {
    Abbreviation{"Mr", "mister", kTitle, false},
    Abbreviation{"Mrs", "missus", kTitle, false},
    Abbreviation{"Ms", "miz", kTitle, false},
    Abbreviation{"Messrs", "messers", kTitle, false},
    Abbreviation{"Prof", "professor", kTitle, false},
    Abbreviation{"Gen", "general", kTitle, true},
    Abbreviation{"Sen", "senator", kTitle, true},
    Abbreviation{"Rep", "representative", kTitle, true},
    Abbreviation{"Gov", "governor", kTitle, true},
    Abbreviation{"Pres", "president", kTitle, true},
    Abbreviation{"Capt", "captain", kTitle, false},
    Abbreviation{"Lt", "lieutenant", kTitle, false},
    Abbreviation{"Col", "colonel", kTitle, true},
    Abbreviation{"Sgt", "sergeant", kTitle, false},
    Abbreviation{"Cpl", "corporal", kTitle, false},
    Abbreviation{"Cmdr", "commander", kTitle, false},
    Abbreviation{"Maj", "major", kTitle, true},
    Abbreviation{"Adm", "admiral", kTitle, true},
    Abbreviation{"Rev", "reverend", kTitle, true},
    Abbreviation{"Hon", "honorable", kTitle, true},
    Abbreviation{"Fr", "father", kTitle, true},
    Abbreviation{"Mt", "mount", kTitle, false},
    Abbreviation{"Ft", "fort", kTitle, false},
    Abbreviation{"vs", "versus", kTitle, false},
    Abbreviation{"approx", "approximately", kTitle, false},
    Abbreviation{"ca", "circa", kTitle, true},
    Abbreviation{"cf", "compare", kTitle, true},
    Abbreviation{"est", "established", kTitle, true},
    Abbreviation{"Vol", "volume", kTitle, true},
    Abbreviation{"vol", "volume", kTitle, true},
    Abbreviation{"Fig", "figure", kTitle, true},
    Abbreviation{"fig", "figure", kTitle, true},
    Abbreviation{"Eq", "equation", kTitle, true},
    Abbreviation{"Sec", "section", kTitle, true},
    Abbreviation{"Ch", "chapter", kTitle, true},
    Abbreviation{"pp", "pages", kTitle, true},
    Abbreviation{"Jr", "junior", kGeneral, false},
    Abbreviation{"Sr", "senior", kGeneral, false},
    Abbreviation{"etc", "et cetera", kGeneral, false},
    Abbreviation{"Inc", "incorporated", kGeneral, true},
    Abbreviation{"Ltd", "limited", kGeneral, false},
    Abbreviation{"Co", "company", kGeneral, true},
    Abbreviation{"Corp", "corporation", kGeneral, false},
    Abbreviation{"Bros", "brothers", kGeneral, false},
    Abbreviation{"Dept", "department", kGeneral, false},
    Abbreviation{"dept", "department", kGeneral, false},
    Abbreviation{"Univ", "university", kGeneral, true},
    Abbreviation{"Assn", "association", kGeneral, true},
    Abbreviation{"Ave", "avenue", kGeneral, true},
    Abbreviation{"Blvd", "boulevard", kGeneral, false},
    Abbreviation{"Rd", "road", kGeneral, true},
    Abbreviation{"Ln", "lane", kGeneral, true},
    Abbreviation{"Hwy", "highway", kGeneral, false},
    Abbreviation{"Apt", "apartment", kTitle, true},
    Abbreviation{"Tel", "telephone", kTitle, true},
    Abbreviation{"Ext", "extension", kTitle, true},
    Abbreviation{"ext", "extension", kTitle, true},
    Abbreviation{"max", "maximum", kGeneral, true},
    Abbreviation{"min", "minimum", kGeneral, true},
    Abbreviation{"avg", "average", kGeneral, false},
    Abbreviation{"al", "al", kGeneral, true},
    Abbreviation{"misc", "miscellaneous", kGeneral, true},
    Abbreviation{"Esq", "esquire", kGeneral, true},
    Abbreviation{"ed", "edition", kGeneral, true},
    Abbreviation{"ft", "feet", kGeneral, true},
    Abbreviation{"oz", "ounces", kGeneral, true},
    Abbreviation{"lb", "pounds", kGeneral, true},
    Abbreviation{"lbs", "pounds", kGeneral, false},
    Abbreviation{"Mon", "Monday", kGeneral, true},
    Abbreviation{"Tue", "Tuesday", kGeneral, true},
    Abbreviation{"Tues", "Tuesday", kGeneral, true},
    Abbreviation{"Wed", "Wednesday", kGeneral, true},
    Abbreviation{"Thu", "Thursday", kGeneral, true},
    Abbreviation{"Thur", "Thursday", kGeneral, true},
    Abbreviation{"Thurs", "Thursday", kGeneral, true},
    Abbreviation{"Fri", "Friday", kGeneral, true},
    Abbreviation{"Sat", "Saturday", kTitle, true},
    Abbreviation{"Sun", "Sunday", kTitle, true},
};

// Letters with dots between them that are not read as letters.
struct Dotted {
    std::string_view letters;
    std::string_view words;
    AbbreviationKind kind;
};
constexpr std::array kDotted = {
    Dotted{"eg", "for example", kTitle},    Dotted{"ie", "that is", kTitle},   Dotted{"phd", "P-H-D", kGeneral},
    Dotted{"am", "A-M", kGeneral},          Dotted{"pm", "P-M", kGeneral},     Dotted{"nb", "note", kTitle},
    Dotted{"aka", "also known as", kTitle}, Dotted{"etal", "et al", kGeneral},
};

constexpr std::array<std::string_view, 52> kStarters = {
    "the",      "a",       "an",    "this", "that", "these", "those", "there",   "then",   "he",    "she",
    "it",       "we",      "they",  "i",    "you",  "his",   "her",   "its",     "our",    "their", "my",
    "your",     "but",     "and",   "so",   "if",   "when",  "while", "after",   "before", "since", "because",
    "although", "however", "in",    "on",   "at",   "for",   "from",  "with",    "as",     "what",  "who",
    "why",      "how",     "where", "no",   "yes",  "not",   "once",  "everyone"};

const Abbreviation* find(std::string_view word) {
    const auto* const found = std::find_if(kAbbreviations.begin(), kAbbreviations.end(),
                                           [word](const Abbreviation& a) { return a.text == word; });
    return found == kAbbreviations.end() ? nullptr : found;
}

// Consumes the dot at `dot`, if there is one, and keeps it where it ends the sentence.
std::size_t consumeDot(const Tokens& tokens, std::size_t dot, AbbreviationKind kind, Spoken& out) {
    if (!tokens.isSymbol(dot, U'.')) {
        return 0;
    }
    if (tokens.isEnd(dot + 1) || (kind == kGeneral && dotEndsSentence(tokens, dot))) {
        out.mark(U'.');
    }
    return 1;
}

// Where the word is that begins at token i, which may bring its own sounds: "[Aidan](/ˈeɪdən/)", normalised or not.
std::size_t wordAt(const Tokens& tokens, std::size_t i) {
    const bool isWritten = tokens.isSymbol(i, U'[') && tokens.isSymbol(i + 2, U']') && tokens.isSymbol(i + 3, U'(') &&
                           tokens.isSymbol(i + 4, U'/');
    return isWritten || tokens.isSymbol(i, kPronouncedBegin) ? i + 1 : i;
}

// "Dr" is a doctor before a name and a drive after one; "St" a saint or a street.
std::size_t titleOrRoad(const Tokens& tokens, std::size_t at, Spoken& out) {
    const std::string_view word = tokens.at(at).text;
    const bool isDoctor = word == "Dr";
    if (!isDoctor && word != "St") {
        return 0;
    }
    const std::size_t dot = tokens.isSymbol(at + 1, U'.') ? 1 : 0;
    const std::string_view before = tokens.wordBefore(at);
    const bool afterName = (!before.empty() && tokens.isCapitalised(at - 2) && !tokens.startsSentence(at - 2)) ||
                           (tokens.isSpace(at - 1) && tokens.isWord(at - 2) && tokens.isNumber(at - 3));  // 5th St.
    const std::size_t next = wordAt(tokens, at + 2 + dot);
    const bool beforeName =
        tokens.isSpace(at + 1 + dot) && tokens.isCapitalised(next) && !isSentenceStarter(tokens.at(next).text);
    const bool road = afterName || !(beforeName || isDoctor);
    if (road && !(afterName && beforeName && isDoctor)) {
        out.word(isDoctor ? "drive" : "street");
        return 1 + consumeDot(tokens, at + 1, kGeneral, out);
    }
    out.word(isDoctor ? "doctor" : "saint");
    return 1 + dot;
}

}  // namespace

AbbreviationKind abbreviationKind(std::string_view word) {
    if (word == "Dr" || word == "St" || word == "No") {
        return kTitle;
    }
    const Abbreviation* const found = find(word);
    if (found != nullptr) {
        return found->kind;
    }
    return word.size() <= 4 && word != "May" && monthNamed(word) && word != "June" && word != "July"
               ? kGeneral
               : AbbreviationKind::none;
}

bool isSentenceStarter(std::string_view word) {
    return isUpper(static_cast<unsigned char>(word[0])) && isIn(kStarters, word);
}

bool dotEndsSentence(const Tokens& tokens, std::size_t dot) {
    std::size_t next = dot + 1;
    const auto isOneOf = [&tokens](std::size_t i, std::u32string_view symbols) {
        return tokens.at(i).kind == Token::Kind::symbol &&
               symbols.find(tokens.at(i).symbol) != std::u32string_view::npos;
    };
    while (next < dot + 3 && isOneOf(next, U"\"')”’*_")) {
        ++next;
    }
    if (tokens.isEnd(next)) {
        return true;
    }
    const std::size_t word = next + 1 + (isOneOf(next + 1, U"\"'(“‘*_") ? 1 : 0);
    return tokens.isSpace(next) && tokens.isWord(word) && isSentenceStarter(tokens.at(word).text);
}

bool isInitial(const Tokens& tokens, std::size_t letter) {
    const std::string_view text = tokens.at(letter).text;
    const std::size_t next = wordAt(tokens, letter + 3);
    if (text.size() != 1 || !tokens.isCapitalised(letter) || !tokens.isSymbol(letter + 1, U'.') ||
        !tokens.isSpace(letter + 2) || !tokens.isCapitalised(next) || isLetterLabel(tokens.wordBefore(letter))) {
        return false;
    }
    const bool nextIsInitial = tokens.isSymbol(next + 1, U'.') && tokens.at(next).text.size() == 1;
    return nextIsInitial || (text != "I" && !isSentenceStarter(tokens.at(next).text));
}

std::size_t abbreviation(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (tokens.isWord(at - 1) || tokens.isNumber(at - 1) || tokens.isSymbol(at - 1, U'-')) {
        return 0;
    }
    if (const std::size_t taken = titleOrRoad(tokens, at, out)) {
        return taken;
    }
    const std::string_view word = tokens.at(at).text;
    const bool dotted = tokens.isSymbol(at + 1, U'.');
    const std::size_t number = at + 2 + (dotted ? 1 : 0);
    if (equalsIgnoringCase(word, "no") && dotted && tokens.isSpace(at + 2) && tokens.isNumber(number)) {
        out.word("number");
        return 2;
    }
    const Abbreviation* const known = find(word);
    if (known != nullptr) {
        // "Sat." and "Sun." at the end of a sentence are a verb and a star.
        const bool isWord = (known->needsDot && !dotted) ||
                            (known->kind == kTitle && dotted && tokens.isEnd(at + 2) && known->needsDot);
        // Titles without a dot stand before a name: "Ft Worth", "Mr Jones".
        const bool isLoose = known->kind == kTitle && !dotted && isUpper(static_cast<unsigned char>(word[0])) &&
                             !tokens.isCapitalised(at + 2);
        if (isWord || isLoose) {
            return 0;
        }
        out.word(known->words);
        return 1 + consumeDot(tokens, at + 1, known->kind, out);
    }
    if (dotted && abbreviationKind(word) == kGeneral) {  // a month
        out.word(*monthNamed(word));
        return 1 + consumeDot(tokens, at + 1, kGeneral, out);
    }
    return 0;
}

std::size_t dottedLetters(const Tokens& tokens, std::size_t at, Spoken& out) {
    constexpr std::size_t kMostLetters = 8;
    if (tokens.isWord(at - 1) || tokens.isNumber(at - 1) || (tokens.isSymbol(at - 1, U'.') && tokens.isWord(at - 2))) {
        return 0;
    }
    std::string letters;
    std::size_t i = at;
    while (letters.size() < kMostLetters && tokens.isWord(i) && tokens.isSymbol(i + 1, U'.') &&
           (tokens.at(i).text.size() == 1 || (tokens.at(i).text == "Ph" && i == at))) {
        letters += tokens.at(i).text;
        i += 2;
    }
    // The dot after the last letter may be missing: "p.m", "e.g".
    const bool dotMissing = tokens.isWord(i) && tokens.at(i).text.size() == 1 && i > at;
    if (dotMissing) {
        letters += tokens.at(i).text;
        ++i;
    }
    if (letters.size() == 1) {
        if (!isInitial(tokens, at)) {
            return 0;
        }
        out.word(letters == "A" ? kLetterA : letters);
        return 2;
    }
    if (letters.empty() || tokens.isWord(i)) {
        return 0;
    }
    std::string lower = letters;
    std::transform(lower.begin(), lower.end(), lower.begin(), toLower);
    AbbreviationKind kind = kGeneral;
    const auto* const known = std::find_if(kDotted.begin(), kDotted.end(),
                                           [&lower](const Dotted& dotted) { return dotted.letters == lower; });
    if (known != kDotted.end()) {
        out.word(known->words);
        kind = known->kind;
    } else {
        std::transform(letters.begin(), letters.end(), letters.begin(), toUpper);
        out.word(spell(letters));
    }
    if (!dotMissing && kind == kGeneral && dotEndsSentence(tokens, i - 1)) {
        out.mark(U'.');
    }
    return i - at;
}

}  // namespace parlando::text
