// E-mail addresses, URLs, domain and file names, handles.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text/acronyms.h"
#include "text/numbers.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

constexpr std::size_t kLongestAddress = 64;  // tokens; what is longer is read as plain text

// Top-level domains that make a bare name an address. Those that are English words ("it", "me", "so") need a scheme.
constexpr std::array<std::string_view, 44> kDomains = {
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz",  "io",   "ai",     "dev",  "app",   "co",  "uk",
    "de",  "fr",  "es",  "nl",  "eu",  "ch",  "se",  "pl",   "ru",   "cn",   "jp",     "kr",   "br",    "ca",  "au",
    "nz",  "ie",  "tv",  "fm",  "gg",  "ly",  "xyz", "tech", "blog", "shop", "online", "site", "cloud", "page"};
// Said as a word; the others are spelled.
constexpr std::array<std::string_view, 15> kSpokenDomains = {
    "com", "org", "net", "gov", "mil", "info", "biz", "app", "dev", "tech", "blog", "shop", "online", "site", "cloud"};
constexpr std::array<std::string_view, 57> kExtensions = {
    "txt", "pdf",  "doc",  "docx", "xls", "xlsx", "ppt", "pptx", "csv", "tsv", "json", "xml", "yaml", "yml", "toml",
    "ini", "html", "htm",  "css",  "js",  "ts",   "jsx", "tsx",  "py",  "cpp", "hpp",  "cc",  "h",    "c",   "rs",
    "go",  "java", "kt",   "sh",   "bat", "exe",  "dll", "zip",  "tar", "gz",  "png",  "jpg", "jpeg", "gif", "svg",
    "bmp", "wav",  "flac", "ogg",  "mp",  "avi",  "mov", "mkv",  "md",  "log", "conf", "deb"};

struct Spelling {
    char32_t symbol;
    std::string_view words;
};
constexpr std::array kSpellings = {
    Spelling{U'.', "dot"},           Spelling{U'/', "slash"},  Spelling{U'-', "dash"},  Spelling{U'_', "underscore"},
    Spelling{U'?', "question mark"}, Spelling{U'=', "equals"}, Spelling{U'&', "and"},   Spelling{U'%', "percent"},
    Spelling{U'#', "hash"},          Spelling{U'@', "at"},     Spelling{U'~', "tilde"}, Spelling{U'+', "plus"},
    Spelling{U':', "colon"},
};
constexpr std::u32string_view kTrailing = U".,;:!?)'";

const Spelling* spellingOf(const Token& token) {
    const auto* const found = std::find_if(kSpellings.begin(), kSpellings.end(), [&token](const Spelling& spelling) {
        return spelling.symbol == token.symbol;
    });
    return token.kind == Token::Kind::symbol && found != kSpellings.end() ? found : nullptr;
}

bool isSeparated(const Tokens& tokens, std::size_t at) {
    const Token& before = tokens.at(at - 1);
    return tokens.isBoundary(at - 1) ||
           (before.kind == Token::Kind::symbol &&
            std::u32string_view(U"(\"'[<—:;,").find(before.symbol) != std::u32string_view::npos);
}

// The end of the run of tokens that may be an address, without marks that belong to the sentence.
std::size_t runEnd(const Tokens& tokens, std::size_t at) {
    std::size_t end = at;
    while (end - at <= kLongestAddress &&
           (tokens.isWord(end) || tokens.isNumber(end) || spellingOf(tokens.at(end)) != nullptr)) {
        ++end;
    }
    while (end > at && tokens.at(end - 1).kind == Token::Kind::symbol &&
           kTrailing.find(tokens.at(end - 1).symbol) != std::u32string_view::npos) {
        --end;
    }
    return end - at <= kLongestAddress ? end : at;
}

std::size_t find(const Tokens& tokens, std::size_t from, std::size_t end, char32_t symbol) {
    while (from < end && !(tokens.at(from).kind == Token::Kind::symbol && tokens.at(from).symbol == symbol)) {
        ++from;
    }
    return from;
}

// The last dot of [from, end) that has something on either side, or `end`.
std::size_t lastDot(const Tokens& tokens, std::size_t from, std::size_t end) {
    for (std::size_t i = end - 1; i > from; --i) {
        if (tokens.isSymbol(i, U'.')) {
            return i;
        }
    }
    return end;
}

bool hasOnlyNameTokens(const Tokens& tokens, std::size_t from, std::size_t end) {
    for (std::size_t i = from; i < end; ++i) {
        if (!tokens.isWord(i) && !tokens.isNumber(i) && !tokens.isSymbol(i, U'.') && !tokens.isSymbol(i, U'-') &&
            !tokens.isSymbol(i, U'_')) {
            return false;
        }
    }
    return true;
}

std::string inCapitals(std::string_view word) {
    std::string capitals(word);
    std::transform(capitals.begin(), capitals.end(), capitals.begin(), toUpper);
    return capitals;
}

void sayPart(const Token& token, bool isDomain, Spoken& out) {
    const std::string_view text = token.text;
    if (token.kind == Token::Kind::number) {
        out.word(text.size() > 4 ? digitByDigit(text) : year(text));
    } else if (token.kind == Token::Kind::word) {
        const bool isLetters = isDomain && !isIn(kSpokenDomains, text) && isIn(kDomains, text);
        out.word(isLetters || isAllCapitals(text) ? acronymWord(inCapitals(text)) : std::string(text));
    } else if (const Spelling* spelling = spellingOf(token)) {
        out.word(spelling->words);
    }
}

void sayAddress(const Tokens& tokens, std::size_t from, std::size_t end, Spoken& out) {
    for (std::size_t i = from; i < end; ++i) {
        sayPart(tokens.at(i), tokens.isSymbol(i - 1, U'.'), out);
    }
}

bool sayFileName(const Tokens& tokens, std::size_t at, std::size_t end, Spoken& out) {
    const std::size_t dot = lastDot(tokens, at, end);
    if (dot == end || !hasOnlyNameTokens(tokens, at, end) || !tokens.isWord(dot + 1) ||
        !isIn(kExtensions, tokens.at(dot + 1).text)) {
        return false;
    }
    const bool numbered = dot + 3 == end && tokens.isNumber(dot + 2);  // mp3
    if (dot + 2 != end && !numbered) {
        return false;
    }
    sayAddress(tokens, at, dot + 1, out);
    out.word(acronymWord(inCapitals(tokens.at(dot + 1).text)));
    if (numbered) {
        out.word(cardinal(tokens.at(dot + 2).text));
    }
    return true;
}

}  // namespace

std::size_t webAddress(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (!isSeparated(tokens, at)) {
        return 0;
    }
    const std::size_t end = runEnd(tokens, at);
    if (end - at < 3) {
        return 0;
    }
    const bool hasScheme = tokens.isWord(at) && tokens.isSymbol(at + 1, U':') && tokens.at(at + 2).symbol == U'/' &&
                           tokens.at(at + 2).count >= 2;
    const std::size_t start = hasScheme ? at + 3 : at;
    const std::size_t sign = find(tokens, start, end, U'@');
    const std::size_t hostEnd =
        std::min({find(tokens, start, end, U'/'), find(tokens, start, end, U'?'), find(tokens, start, end, U':')});
    const std::size_t dot = lastDot(tokens, start, hostEnd);
    const bool hasHost = dot != hostEnd && tokens.isWord(dot + 1) && dot + 2 == hostEnd;
    const bool isMail =
        sign > start && sign < end && lastDot(tokens, sign + 1, end) != end && hasOnlyNameTokens(tokens, sign + 1, end);
    const bool isSite = hasHost && hasOnlyNameTokens(tokens, start, hostEnd) &&
                        (equalsIgnoringCase(tokens.at(start).text, "www") || isIn(kDomains, tokens.at(dot + 1).text));
    if (hasScheme || isMail || isSite) {
        const bool endsInSlash = tokens.isSymbol(end - 1, U'/');
        sayAddress(tokens, start, endsInSlash ? end - 1 : end, out);
        return end - at;
    }
    return sayFileName(tokens, at, end, out) ? end - at : 0;
}

std::size_t handle(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (!isSeparated(tokens, at) || !tokens.isWord(at + 1)) {
        return 0;
    }
    if (tokens.isSymbol(at, U'@')) {
        out.word("at");
        return 1;
    }
    if (tokens.isSymbol(at, U'#')) {
        out.word("hashtag");
        return 1;
    }
    return 0;
}

}  // namespace parlando::text
