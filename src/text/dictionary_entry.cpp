#include "text/dictionary_entry.h"

#include <algorithm>

#include <utf8proc.h>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/dictionary.h"
#include "text/inline_markup.h"

namespace parlando::text {
namespace {

using Member = EntryProblem::Member;

constexpr std::size_t kLongestLanguage = 35;

// What holds for both texts of an entry.
std::optional<EntryProblem> problemOfText(std::string_view text, Member member, std::string_view name,
                                          std::size_t longest) {
    if (const auto bad = utf8::firstInvalid(text)) {
        return EntryProblem{member, utf8::decode(text.substr(0, *bad)).size(),
                            fmt::format("the {} is not valid UTF-8", name)};
    }
    const std::u32string characters = utf8::decode(text);
    if (characters.size() > longest) {
        return EntryProblem{member, longest, fmt::format("the {} has more than {} characters", name, longest)};
    }
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (isLineEnd(characters[i]) || isInvisible(characters[i])) {
            return EntryProblem{member, i, fmt::format("the {} has a character that cannot be seen", name)};
        }
    }
    if (!hasSpeakable(text)) {
        return EntryProblem{member, 0, fmt::format("the {} has no letter or digit", name)};
    }
    if (isBlank(characters.front()) || isBlank(characters.back())) {
        return EntryProblem{member, 0, fmt::format("the {} begins or ends with a blank", name)};
    }
    return std::nullopt;
}

std::optional<EntryProblem> problemOfIpa(std::string_view pronunciation) {
    const std::string_view ipa = ipaBetweenSlashes(pronunciation);
    std::size_t at = 1;
    for (std::size_t offset = 0; offset < ipa.size(); ++at) {
        const std::size_t begin = offset;
        if (!isIpaCharacter(utf8::next(ipa, offset))) {
            return EntryProblem{
                Member::pronunciation, at,
                fmt::format("'{}' is not in the International Phonetic Alphabet", ipa.substr(begin, offset - begin))};
        }
    }
    if (!isIpa(ipa)) {
        return EntryProblem{Member::pronunciation, 1,
                            fmt::format("between the slashes are 1 to {} phonetic letters, and no blank behind a full "
                                        "stop",
                                        kLongestIpa)};
    }
    return std::nullopt;
}

bool isLanguage(std::string_view language) {
    const std::string_view primary = language.substr(0, language.find('-'));
    return language.size() <= kLongestLanguage && primary.size() >= 2 && primary.size() <= 8 &&
           !language.ends_with('-') && language.find("--") == std::string_view::npos &&
           std::all_of(primary.begin(), primary.end(),
                       [](char c) { return isAsciiLetter(static_cast<unsigned char>(c)); }) &&
           std::all_of(language.begin(), language.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return isAsciiLetter(byte) || isDigit(byte) || c == '-';
           });
}

}  // namespace

std::string_view ipaBetweenSlashes(std::string_view pronunciation) {
    const bool hasBoth = pronunciation.size() > 2 && pronunciation.starts_with('/') && pronunciation.ends_with('/');
    return hasBoth ? pronunciation.substr(1, pronunciation.size() - 2) : std::string_view();
}

LetterCase caseOf(std::string_view word) {
    bool isFirst = true;
    for (std::size_t offset = 0; offset < word.size();) {
        const char32_t c = utf8::next(word, offset);
        if (!isFirst && utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_LU) {
            return LetterCase::asWritten;
        }
        isFirst = !isLetter(c);
    }
    return LetterCase::any;
}

std::string primaryLanguage(std::string_view language) {
    std::string primary(language.substr(0, language.find('-')));
    std::transform(primary.begin(), primary.end(), primary.begin(), toLower);
    return primary;
}

std::optional<EntryProblem> problemOf(const DictionaryEntry& entry) {
    if (auto problem = problemOfText(entry.word, Member::word, "word", kLongestWord)) {
        return problem;
    }
    WrittenTokens tokens(entry.word);
    while (const auto token = tokens.next()) {
        if (token->kind == WrittenToken::Kind::fixed) {
            return EntryProblem{Member::word, 0, "web addresses and markup are not looked up in the dictionary"};
        }
    }
    if (auto problem =
            problemOfText(entry.pronunciation, Member::pronunciation, "pronunciation", kLongestPronunciation)) {
        return problem;
    }
    const bool isOpened = entry.pronunciation.starts_with('/');
    if (isOpened && ipaBetweenSlashes(entry.pronunciation).empty()) {
        return EntryProblem{Member::pronunciation, 0, "phonetic letters stand between two slashes: /təˈmɑːtəʊ/"};
    }
    if (isOpened) {
        if (auto problem = problemOfIpa(entry.pronunciation)) {
            return problem;
        }
    }
    if (!entry.language.empty() && !isLanguage(entry.language)) {
        return EntryProblem{Member::language, 0, "a language is written like en or pt-BR; empty: any"};
    }
    return std::nullopt;
}

std::string keyOf(const DictionaryEntry& entry) {
    const LetterCase letterCase = caseOf(entry.word);
    std::string key(primaryLanguage(entry.language));
    key += letterCase == LetterCase::any ? " any" : " exactly";
    WrittenTokens tokens(entry.word);
    while (const auto token = tokens.next()) {
        key +=
            "\n" + canonical(std::string_view(entry.word).substr(token->begin, token->end - token->begin), letterCase);
    }
    return key;
}

}  // namespace parlando::text
