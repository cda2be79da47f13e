// Numbers that name something: telephone numbers, ISBNs, network addresses, versions.

#include <array>
#include <string_view>
#include <vector>

#include "text/amount.h"
#include "text/numbers.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

constexpr std::size_t kMostGroups = 7;  // of a telephone number or an ISBN
constexpr std::size_t kMostParts = 6;   // of a version

// After these a decimal point separates the parts of a version: "Python 3.11" is three point eleven.
constexpr std::array<std::string_view, 24> kVersioned = {
    "version", "release", "python", "java", "ios",   "android", "ubuntu", "debian",
    "qt",      "cmake",   "node",   "gcc",  "clang", "windows", "linux",  "kernel",
    "macos",   "fedora",  "php",    "ruby", "swift", "rust",    "cuda",   "bluetooth"};

struct DigitGroups {
    std::size_t tokens = 0;
    std::vector<std::string_view> groups;
    std::size_t digits = 0;
    bool hasPlus = false;
    bool hasParentheses = false;
    bool hasHyphens = true;  // nothing but hyphens or dots between the groups
};

bool isSeparator(const Tokens& tokens, std::size_t at) {
    return tokens.isSymbol(at, U'-') || tokens.isSymbol(at, U'.') || tokens.at(at).kind == Token::Kind::space;
}

DigitGroups digitGroupsAt(const Tokens& tokens, std::size_t at) {
    DigitGroups found;
    std::size_t i = at;
    if (tokens.isSymbol(i, U'+')) {
        found.hasPlus = true;
        ++i;
    }
    while (found.groups.size() < kMostGroups) {
        const bool parenthesis = tokens.isSymbol(i, U'(') && tokens.isNumber(i + 1) && tokens.isSymbol(i + 2, U')');
        const std::size_t digits = parenthesis ? i + 1 : i;
        if (!tokens.isNumber(digits)) {
            break;
        }
        found.groups.push_back(tokens.at(digits).text);
        found.digits += tokens.at(digits).text.size();
        found.hasParentheses = found.hasParentheses || parenthesis;
        i = digits + (parenthesis ? 2 : 1);
        found.tokens = i - at;
        const bool groupFollows = tokens.isNumber(i + 1) || (tokens.isSymbol(i + 1, U'(') && tokens.isNumber(i + 2));
        if (isSeparator(tokens, i) && groupFollows) {
            found.hasHyphens = found.hasHyphens && (!tokens.isSpace(i) || parenthesis);
            ++i;
        } else if (!(parenthesis && tokens.isNumber(i))) {
            break;
        }
    }
    return found;
}

bool hasSizes(const DigitGroups& found, std::size_t skip, std::initializer_list<std::size_t> sizes) {
    if (found.groups.size() != sizes.size() + skip) {
        return false;
    }
    std::size_t i = skip;
    for (const std::size_t size : sizes) {
        if (found.groups[i++].size() != size) {
            return false;
        }
    }
    return true;
}

bool isTelephone(const DigitGroups& found) {
    if (found.digits < 7 || found.digits > 17 || found.groups.size() < 2) {
        return found.hasPlus && found.digits >= 8 && found.digits <= 15;
    }
    const bool american =
        hasSizes(found, 0, {3, 3, 4}) || (hasSizes(found, 1, {3, 3, 4}) && found.groups[0].size() <= 2);
    const bool local = found.hasHyphens && hasSizes(found, 0, {3, 4});
    const bool chain = found.hasHyphens && found.groups.size() >= 3 && found.digits >= 10;
    const bool national = found.groups[0].size() >= 3 && found.groups[0][0] == '0';
    return found.hasPlus || found.hasParentheses || american || local || chain || national;
}

bool isEightBit(const Token& token) {
    return token.kind == Token::Kind::number && token.text.size() <= 3 && valueOf(token.text) <= 255;
}

}  // namespace

std::size_t phoneNumber(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (tokens.isWord(at - 1) || tokens.isNumber(at - 1) || tokens.isSymbol(at - 1, U'-')) {
        return 0;
    }
    const DigitGroups found = digitGroupsAt(tokens, at);
    if (found.tokens == 0 || !isTelephone(found)) {
        return 0;
    }
    if (found.hasPlus) {
        out.word("plus");
    }
    for (std::size_t i = 0; i < found.groups.size(); ++i) {
        if (i > 0) {
            out.mark(U',');
        }
        out.word(digitByDigit(found.groups[i]));
    }
    return found.tokens;
}

std::size_t ipAddress(const Tokens& tokens, std::size_t at, Spoken& out) {
    for (std::size_t i = at; i < at + 8; i += 2) {
        if (!isEightBit(tokens.at(i)) || (i < at + 6 && !tokens.isSymbol(i + 1, U'.'))) {
            return 0;
        }
    }
    if (tokens.isSymbol(at + 7, U'.') && tokens.isNumber(at + 8)) {
        return 0;
    }
    for (std::size_t i = at; i < at + 8; i += 2) {
        out.word(i == at ? "" : "dot");
        out.word(digitByDigit(tokens.at(i).text));
    }
    if (tokens.isSymbol(at + 7, U':') && tokens.isNumber(at + 8)) {
        out.word("port");
        out.word(digitByDigit(tokens.at(at + 8).text));
        return 9;
    }
    return 7;
}

std::size_t version(const Tokens& tokens, std::size_t at, Spoken& out) {
    const bool hasLetter =
        tokens.isWord(at) && equalsIgnoringCase(tokens.at(at).text, "v") && !tokens.isSymbol(at - 1, U'\'');
    const std::size_t start = hasLetter ? at + 1 : at;
    std::size_t parts = 0;
    while (parts < kMostParts && tokens.isNumber(start + 2 * parts) &&
           (parts == 0 || tokens.isSymbol(start + 2 * parts - 1, U'.'))) {
        ++parts;
    }
    if (parts == 0 || (!hasLetter && parts < 3 && !(parts == 2 && isIn(kVersioned, tokens.wordBefore(at))))) {
        return 0;
    }
    if (hasLetter) {
        out.word("version");
    }
    for (std::size_t i = 0; i < parts; ++i) {
        out.word(i == 0 ? "" : "point");
        out.word(cardinal(tokens.at(start + 2 * i).text));
    }
    return start + 2 * parts - 1 - at;
}

}  // namespace parlando::text
