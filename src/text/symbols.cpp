// Words as they are, and whatever is neither word nor number.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text/acronyms.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

enum class Say {
    always,
    between,  // only with a word or a number on both sides, spaces allowed
    before,   // only in front of a word or a number
};

struct SymbolName {
    char32_t symbol;
    std::string_view words;
    Say say;
};
constexpr std::array kSymbolNames = {
    SymbolName{U'&', "and", Say::always},
    SymbolName{U'@', "at", Say::between},
    SymbolName{U'%', "percent", Say::always},
    SymbolName{U'+', "plus", Say::before},
    SymbolName{U'=', "equals", Say::between},
    SymbolName{U'<', "less than", Say::between},
    SymbolName{U'>', "greater than", Say::between},
    SymbolName{U'×', "times", Say::between},
    SymbolName{U'÷', "divided by", Say::between},
    SymbolName{U'±', "plus or minus", Say::before},
    SymbolName{U'≈', "approximately", Say::before},
    SymbolName{U'≤', "less than or equal to", Say::before},
    SymbolName{U'≥', "greater than or equal to", Say::before},
    SymbolName{U'≠', "not equal to", Say::between},
    SymbolName{U'*', "times", Say::between},
    SymbolName{U'~', "about", Say::before},
    SymbolName{U'/', "slash", Say::between},
    SymbolName{U'°', "degrees", Say::always},
    SymbolName{U'©', "copyright", Say::before},
    SymbolName{U'§', "section", Say::before},
    SymbolName{U'№', "number", Say::before},
    SymbolName{U'→', "to", Say::between},
    SymbolName{U'⇒', "to", Say::between},
    SymbolName{U'↔', "to and from", Say::between},
    SymbolName{U'√', "the square root of", Say::before},
    SymbolName{U'∞', "infinity", Say::always},
    SymbolName{U'$', "dollars", Say::between},
    SymbolName{U'€', "euros", Say::between},
    SymbolName{U'£', "pounds", Say::between},
    SymbolName{U'−', "minus", Say::between},
    SymbolName{U'^', "to the", Say::between},
    SymbolName{U'\\', "backslash", Say::between},
};

struct SlashForm {
    std::string_view first;
    std::string_view second;  // empty: nothing after the slash
    std::string_view words;
};
constexpr std::array kSlashForms = {
    SlashForm{"and", "or", "and or"},
    SlashForm{"w", "o", "without"},
    SlashForm{"c", "o", "care of"},
    SlashForm{"n", "a", "not applicable"},
    SlashForm{"b", "c", "because"},
    SlashForm{"a", "c", "AC"},
    SlashForm{"w", "", "with"},
    SlashForm{"he", "she", "he or she"},
    SlashForm{"his", "her", "his or her"},
};

bool isSaid(const Tokens& tokens, std::size_t i) {
    return tokens.isWord(i) || tokens.isNumber(i);
}

bool hasOperand(const Tokens& tokens, std::size_t i, bool before) {
    std::size_t next = before ? i - 1 : i + 1;
    if (tokens.isSpace(next)) {
        next = before ? next - 1 : next + 1;
    }
    const Token& token = tokens.at(next);
    constexpr std::u32string_view kOpen = U"(-−$€£.√";
    constexpr std::u32string_view kClose = U")%°'";
    return isSaid(tokens, next) || (token.kind == Token::Kind::symbol &&
                                    (before ? kClose : kOpen).find(token.symbol) != std::u32string_view::npos);
}

// The parenthesis closes one that touches a word: f(x).
bool closesArguments(const Tokens& tokens, std::size_t at) {
    constexpr std::size_t kReach = 16;  // tokens
    for (std::size_t i = at; i > 0 && at - i < kReach; --i) {
        if (tokens.at(i - 1).symbol == U'(' || tokens.at(i - 1).symbol == U'[') {
            return isSaid(tokens, i - 2);
        }
    }
    return false;
}

std::size_t parenthesis(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (tokens.at(at).symbol == U'(' || tokens.at(at).symbol == U'[') {
        const bool empty = tokens.at(at + 1).kind == Token::Kind::symbol &&
                           (tokens.at(at + 1).symbol == U')' || tokens.at(at + 1).symbol == U']');
        if (empty) {
            return 2;
        }
        // item(s), f(x)
        const bool touches = isSaid(tokens, at - 1);
        if (touches && tokens.isWord(at + 1) && tokens.at(at + 1).text == "s" && tokens.isSymbol(at + 2, U')')) {
            out.suffix("s");
            return 3;
        }
        if (!touches && !(tokens.isNumber(at + 1) && tokens.isSymbol(at + 2, U')') && !tokens.isSpace(at - 1))) {
            out.mark(U',');
        }
        return 1;
    }
    const bool goesOn = tokens.isSpace(at + 1) && (isSaid(tokens, at + 2) || tokens.isSymbol(at + 2, U'"'));
    if (goesOn && !closesArguments(tokens, at)) {
        out.mark(U',');
    }
    return 1;
}

std::size_t dash(const Tokens& tokens, std::size_t at, Spoken& out) {
    const bool isOption =
        tokens.isBoundary(at - 1) && !tokens.isBoundary(at + 1) && tokens.at(at).text.starts_with('-');
    if (isOption) {  // --help
        return 1;
    }
    const bool spaced = tokens.isSpace(at - 1) && tokens.isSpace(at + 1);
    if (tokens.at(at).symbol == U'—' || (spaced && isSaid(tokens, at + 2))) {
        out.mark(U'—');
    } else if (tokens.isWord(at - 1) && tokens.isWord(at + 1)) {
        out.hyphen();
    }
    return 1;
}

std::size_t apostrophe(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (tokens.isNumber(at - 1) && tokens.isWord(at + 1) && tokens.at(at + 1).text == "s") {  // 9/11's
        out.suffix("'s");
        return 2;
    }
    // Elisions at the start of a word; other single quotes are left out.
    static constexpr std::array<std::string_view, 12> kElided = {"tis", "twas",  "em",    "cause",  "til",   "bout",
                                                                 "n",   "round", "twere", "tisn't", "twill", "cuz"};
    if (tokens.isWord(at + 1) && isIn(kElided, tokens.at(at + 1).text)) {
        out.word("'" + std::string(tokens.at(at + 1).text));
        return tokens.isSymbol(at + 2, U'\'') ? 3 : 2;
    }
    return 1;
}

}  // namespace

std::size_t slashed(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (!tokens.isSymbol(at + 1, U'/') || tokens.isSymbol(at - 1, U'/') || tokens.isSymbol(at + 3, U'/')) {
        return 0;
    }
    for (const SlashForm& form : kSlashForms) {
        const std::string_view second = tokens.isWord(at + 2) ? tokens.at(at + 2).text : std::string_view();
        if (equalsIgnoringCase(tokens.at(at).text, form.first) && equalsIgnoringCase(second, form.second)) {
            out.word(form.words);
            return second.empty() ? 2 : 3;
        }
    }
    return 0;
}

std::size_t plainWord(const Tokens& tokens, std::size_t at, Spoken& out) {
    const Token& token = tokens.at(at);
    if (token.shouted && token.text != "I") {
        std::string lower(token.text);
        std::transform(lower.begin(), lower.end(), lower.begin(), toLower);
        out.word(lower);
    } else {
        out.word(token.text);
    }
    if (tokens.at(at + 1).symbol == U'+' && tokens.at(at + 1).count == 2 && !tokens.isWord(at + 2)) {
        out.word("plus plus");
        return 2;
    }
    if (tokens.isSymbol(at + 1, U'#') && (token.text == "C" || token.text == "F") && !isSaid(tokens, at + 2)) {
        out.word("sharp");
        return 2;
    }
    return 1;
}

std::size_t symbol(const Tokens& tokens, std::size_t at, Spoken& out) {
    const Token& token = tokens.at(at);
    switch (token.symbol) {
        case U'.':
        case U',':
        case U';':
        case U':':
        case U'!':
        case U'?':
        case U'…':
            out.mark(token.symbol);
            return 1;
        case U'"':
            if (token.count > 1) {  // nothing between them
                return 1;
            }
            out.quote(tokens.isBoundary(at - 1) || (tokens.at(at - 1).kind == Token::Kind::symbol &&
                                                    !tokens.isBoundary(at + 1) && !out.quoteIsOpen()));
            return 1;
        case U'(':
        case U')':
        case U'[':
        case U']':
            return parenthesis(tokens, at, out);
        case U'-':
        case U'–':
        case U'—':
            return dash(tokens, at, out);
        case U'\'':
            return apostrophe(tokens, at, out);
        case U'|':
            if (token.count == 2) {
                out.word("or");
            } else {
                out.mark(U',');
            }
            return 1;
        case U'#':
            if (tokens.isNumber(at + 1)) {
                out.word("number");
            }
            return 1;
        default:
            break;
    }
    if (token.symbol == U'/' && token.count == 1 && tokens.isNumber(at - 1) && tokens.isNumber(at + 1)) {
        return 1;  // 24/7, 9/11
    }
    const auto* const name = std::find_if(kSymbolNames.begin(), kSymbolNames.end(),
                                          [&token](const SymbolName& known) { return known.symbol == token.symbol; });
    const bool known = name != kSymbolNames.end() && (token.count == 1 || token.symbol == U'=' || token.symbol == U'&');
    if (known && (name->say == Say::always ||
                  (hasOperand(tokens, at, false) && (name->say == Say::before || hasOperand(tokens, at, true))))) {
        out.word(name->words);
    }
    return 1;
}

}  // namespace parlando::text
