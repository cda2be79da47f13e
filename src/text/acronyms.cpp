#include "text/acronyms.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text/rules.h"

namespace parlando::text {
namespace {

// Said as words.
constexpr std::array<std::string_view, 66> kWords = {
    "NASA",  "NATO",   "UNESCO",   "UNICEF", "OPEC", "CUDA",  "JSON",  "ASCII", "RAM",   "ROM",    "BIOS",
    "GIF",   "JPEG",   "MPEG",     "YAML",   "TOML", "AJAX",  "SOAP",  "REST",  "CRUD",  "NASDAQ", "FIFA",
    "UEFA",  "AIDS",   "COVID",    "SARS",   "MERS", "LASER", "RADAR", "SONAR", "SCUBA", "PIN",    "SIM",
    "LAN",   "WAN",    "GAN",      "BERT",   "FLAC", "WAV",   "MIDI",  "ZIP",   "TAR",   "SWAT",   "CAPTCHA",
    "NAFTA", "ASEAN",  "INTERPOL", "NAND",   "SATA", "ASIC",  "DIMM",  "RISC",  "BASIC", "COBOL",  "FORTRAN",
    "LISP",  "MOSFET", "CAD",      "DOS",    "SAP",  "IKEA",  "HOA",   "SPAM",  "GNOME", "ISO",    "GUI"};
// Spelled, although they have vowels; espeak-ng spells these by itself (checked with 1.51), so they stay one word.
constexpr std::array<std::string_view, 83> kSpelledByEspeak = {
    "API",  "CPU", "GPU",   "TPU", "USA",  "USB",  "CEO",  "CFO",  "CTO",  "CIA", "FBI", "IBM", "DNA", "RNA",
    "UK",   "EU",  "UN",    "AI",  "ATM",  "URL",  "IP",   "ID",   "IT",   "UI",  "OS",  "IOS", "NBA", "MBA",
    "UFO",  "FDA", "IRS",   "DIY", "ASAP", "RSA",  "AES",  "UUID", "PDA",  "OEM", "GPA", "UTC", "EST", "ESPN",
    "UCLA", "MIT", "MRI",   "DOJ", "HBO",  "AMD",  "IEEE", "USSR", "ADHD", "HIV", "SUV", "USD", "OK",  "AC",
    "FPU",  "OCR", "ISP",   "UTF", "EFF",  "EXE",  "WTO",  "ABC",  "EDT",  "BA",  "MA",  "PA",  "LA",  "VA",
    "GA",   "US",  "LGBTQ", "UHF", "IPA",  "ICBM", "ETF",  "UAV",  "IVF",  "EEG", "ECG", "EKG", "NYSE"};
constexpr std::array<std::string_view, 113> kEmphasis = {
    "A",     "ALL",  "ALWAYS", "AM",    "AN",   "AND",   "ANY",    "ARE",     "AS",      "AT",      "BAD",    "BE",
    "BEST",  "BIG",  "BOTH",   "BUT",   "BUY",  "BY",    "CAN",    "CAREFUL", "CAUTION", "COLD",    "DANGER", "DAY",
    "DID",   "DO",   "DOES",   "DON'T", "END",  "ENTER", "EVER",   "EVERY",   "EXIT",    "FIRE",    "FOR",    "FREE",
    "FROM",  "FULL", "GET",    "GO",    "GOOD", "GREAT", "HAD",    "HAS",     "HAVE",    "HE",      "HELLO",  "HELP",
    "HER",   "HERE", "HEY",    "HI",    "HIGH", "HIM",   "HIS",    "HOT",     "HOW",     "IF",      "IN",     "IS",
    "IT'S",  "JUST", "KEEP",   "LESS",  "LOVE", "LOW",   "MAN",    "MIX",     "ME",      "MORE",    "MUST",   "MY",
    "NEVER", "NEW",  "NEWS",   "NO",    "NOT",  "NOTE",  "NOW",    "OF",      "OFF",     "OH",      "ON",     "ONE",
    "ONLY",  "OPEN", "OR",     "OUR",   "OUT",  "OVER",  "PLEASE", "SALE",    "SHE",     "SO",      "STOP",   "THAT",
    "THE",   "THEY", "THIS",   "TO",    "TOO",  "TWO",   "UP",     "VERY",    "WAIT",    "WARNING", "WAS",    "WE",
    "WHY",   "WILL", "WITH",   "YES",   "YOU"};

// After these a single A is the letter: "vitamin A".
constexpr std::array<std::string_view, 26> kLetterLabels = {
    "vitamin", "hepatitis", "grade", "plan",  "type",   "section", "class", "exhibit",  "appendix",
    "option",  "group",     "team",  "point", "part",   "room",    "gate",  "series",   "letter",
    "side",    "block",     "level", "annex", "figure", "table",   "unit",  "influenza"};

constexpr std::size_t kLongestSpelled = 4;  // capitals; longer words are pronounced

bool hasVowel(std::string_view capitals) {
    return capitals.find_first_of("AEIOUY") != std::string_view::npos;
}

template <class Table>
bool contains(const Table& table, std::string_view word) {
    return std::find(table.begin(), table.end(), word) != table.end();
}

std::string capitalised(std::string_view capitals) {
    std::string text(capitals);
    std::transform(text.begin() + 1, text.end(), text.begin() + 1, toLower);
    return text;
}

std::string lowered(std::string_view word) {
    std::string text(word);
    std::transform(text.begin(), text.end(), text.begin(), toLower);
    return text;
}

// Letters with hyphens: espeak-ng says their names, except an A inside, which becomes the article.
std::string withHyphens(std::string_view capitals) {
    std::string text;
    for (std::size_t i = 0; i < capitals.size(); ++i) {
        if (i > 0) {
            text += '-';
        }
        const bool inside = i > 0 && i + 1 < capitals.size();
        text += inside && capitals[i] == 'A' ? kLetterA : capitals.substr(i, 1);
    }
    return text;
}

bool isSpelled(std::string_view capitals) {
    return capitals.size() <= kLongestSpelled || !hasVowel(capitals);
}

}  // namespace

std::string spell(std::string_view capitals) {
    const bool byEspeak = capitals.size() <= 1 || !hasVowel(capitals) || contains(kSpelledByEspeak, capitals);
    return byEspeak ? std::string(capitals) : withHyphens(capitals);
}

std::string acronymWord(std::string_view capitals) {
    if (contains(kWords, capitals) || (!isSpelled(capitals) && !contains(kSpelledByEspeak, capitals))) {
        return capitalised(capitals);
    }
    return spell(capitals);
}

bool isKnownAcronym(std::string_view capitals) {
    return contains(kSpelledByEspeak, capitals) ||
           (capitals.size() > 1 && capitals.size() <= kLongestSpelled && !hasVowel(capitals));
}

bool isLetterLabel(std::string_view word) {
    return isIn(kLetterLabels, word);
}

bool isEmphasis(std::string_view capitals) {
    return contains(kEmphasis, capitals);
}

std::size_t acronym(const Tokens& tokens, std::size_t at, Spoken& out) {
    const Token& token = tokens.at(at);
    std::string_view letters = token.text;
    if (letters == "A" && isLetterLabel(tokens.wordBefore(at)) && !tokens.isEnd(at + 1)) {
        out.word(kLetterA);
        return 1;
    }
    // "CPUs" and "CPU's": espeak-ng drops the s of a word in capitals, so those are spelled or capitalised.
    std::string_view ending;
    for (const std::string_view suffix : {std::string_view("'s"), std::string_view("'S"), std::string_view("s")}) {
        if (ending.empty() && letters.size() >= suffix.size() + 2 && letters.ends_with(suffix)) {
            ending = suffix;
        }
    }
    letters.remove_suffix(ending.size());
    const bool touchesDigit = tokens.isNumber(at + 1) || tokens.isNumber(at - 1);
    if (!isAllCapitals(letters) || (letters.size() < 2 && !touchesDigit)) {
        return 0;
    }
    if (letters.size() == 1) {  // A4: the hyphen keeps the A a letter
        out.word(letters);
        if (letters == "A" && tokens.isNumber(at + 1)) {
            out.hyphen();
        }
        return 1;
    }
    const bool inIdentifier = tokens.at(at + 1).symbol == U'_' || tokens.at(at - 1).symbol == U'_';  // MAX_SIZE
    const bool isLoud = token.shouted || inIdentifier ? !isKnownAcronym(letters) : isEmphasis(letters) && !touchesDigit;
    if (isLoud) {
        out.word(lowered(token.text));
        return 1;
    }
    const std::string word = acronymWord(letters);
    if (ending.empty()) {
        out.word(word);
    } else if (isAllCapitals(word) || word.find('-') != std::string::npos) {
        out.word(withHyphens(letters) + "'s");
    } else {
        out.word(word + (ending == "s" ? "s" : "'s"));
    }
    return 1;
}

}  // namespace parlando::text
