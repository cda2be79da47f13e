#include "engine/kokoro/phonemes.h"

#include <algorithm>
#include <array>
#include <span>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "text/phonemizer.h"

namespace parlando::engine::kokoro {
namespace {

struct Rule {
    std::u32string_view from;
    std::u32string_view to;
};

// In every table the longest match counts. The sounds are those of misaki, the dictionary that Kokoro was trained with;
// where espeak-ng has a sound that the dictionary lacks, the rule names the nearest.
constexpr Rule kEnglish[] = {
    {U"ʔˌn\u0329", U"tn"}, {U"ʔn\u0329", U"tn"}, {U"a^ɪ", U"I"},  {U"a^ʊ", U"W"}, {U"d^ʒ", U"ʤ"}, {U"e^ɪ", U"A"},
    {U"t^ʃ", U"ʧ"},        {U"ɔ^ɪ", U"Y"},       {U"ə^l", U"ᵊl"}, {U"ʲo", U"jɔ"}, {U"ʲə", U"jə"}, {U"ʲ", U""},
    {U"ɚ", U"əɹ"},         {U"r", U"ɹ"},         {U"x", U"k"},    {U"ç", U"k"},   {U"ɐ", U"ə"},   {U"ɬ", U"l"},
    {U"\u0303", U""},      {U"e", U"A"},         {U"o", U"ɔ"},    {U"ɾ", U"T"},   {U"ʔ", U"t"},
};
constexpr Rule kAmerican[] = {
    {U"o^ʊ", U"O"}, {U"ɜːɹ", U"ɜɹ"}, {U"ɜː", U"ɜɹ"}, {U"ɪə", U"iə"}, {U"ɪ^ə", U"iə"}, {U"ː", U""},
};
constexpr Rule kBritish[] = {
    {U"e^ə", U"ɛː"}, {U"eə", U"ɛː"}, {U"iə", U"ɪə"}, {U"i^ə", U"ɪə"}, {U"ə^ʊ", U"Q"},
};
constexpr Rule kOthers[] = {
    {U"a^ɪ", U"I"}, {U"a^ʊ", U"W"}, {U"d^z", U"ʣ"}, {U"d^ʒ", U"ʤ"}, {U"e^ɪ", U"A"}, {U"o^ʊ", U"O"},
    {U"ə^ʊ", U"Q"}, {U"s^s", U"S"}, {U"t^s", U"ʦ"}, {U"t^ʃ", U"ʧ"}, {U"ɔ^ɪ", U"Y"}, {U"-", U""},
};
// Quotation marks of other languages in the one form that the vocabulary has.
constexpr Rule kMarks[] = {{U"«", U"“"}, {U"»", U"”"}};

constexpr char32_t kTie = U'^';
constexpr char32_t kTieBar = U'\u0361';
// Letters that are one sound where a person writes them side by side.
constexpr std::array<std::u32string_view, 9> kPairs = {U"aɪ", U"aʊ", U"dʒ", U"eɪ", U"tʃ", U"ɔɪ", U"oʊ", U"əʊ", U"eə"};
constexpr char32_t kSyllabic = U'\u0329';  // below a consonant that is a syllable of its own

const Rule* longestMatch(std::u32string_view text, std::span<const std::span<const Rule>> tables) {
    const Rule* best = nullptr;
    for (const std::span<const Rule> table : tables) {
        for (const Rule& rule : table) {
            if (text.starts_with(rule.from) && (best == nullptr || rule.from.size() > best->from.size())) {
                best = &rule;
            }
        }
    }
    return best;
}

struct Language {
    char letter;
    std::string_view espeakVoice;  // empty: espeak-ng does not give the phonemes that the voices know
    Accent accent;
    std::string_view name;
    std::string_view tag;
};

// espeak-ng 1.51 finds voices by the names of its files: "en" is British, "fr" that of France.
constexpr std::array kLanguages = {
    Language{'a', "en-us", Accent::american, "American English", "en-US"},
    Language{'b', "en", Accent::british, "British English", "en-GB"},
    Language{'e', "es", Accent::other, "Spanish", "es-ES"},
    Language{'f', "fr", Accent::other, "French", "fr-FR"},
    Language{'h', "hi", Accent::other, "Hindi", "hi-IN"},
    Language{'i', "it", Accent::other, "Italian", "it-IT"},
    Language{'j', "", Accent::other, "Japanese", "ja-JP"},
    Language{'p', "pt-br", Accent::other, "Brazilian Portuguese", "pt-BR"},
    Language{'z', "", Accent::other, "Mandarin Chinese", "zh-CN"},
};

// Published names are a letter for the language, one for the sex and '_'.
const Language& languageOf(std::string_view speaker) {
    if (speaker.size() > 2 && (speaker[1] == 'f' || speaker[1] == 'm') && speaker[2] == '_') {
        for (const Language& language : kLanguages) {
            if (language.letter == speaker[0]) {
                return language;
            }
        }
    }
    return kLanguages.front();
}

}  // namespace

std::u32string inAlphabet(std::string_view ipa, Accent accent) {
    const std::array<std::span<const Rule>, 3> tables = {
        std::span<const Rule>(kMarks),
        accent == Accent::other ? std::span<const Rule>(kOthers) : std::span<const Rule>(kEnglish),
        accent == Accent::american  ? std::span<const Rule>(kAmerican)
        : accent == Accent::british ? std::span<const Rule>(kBritish)
                                    : std::span<const Rule>(),
    };
    const std::u32string sounds = utf8::decode(ipa);
    std::u32string result;
    for (std::size_t at = 0; at < sounds.size();) {
        const std::u32string_view rest = std::u32string_view(sounds).substr(at);
        const Rule* const rule = longestMatch(rest, tables);
        const std::size_t length = rule == nullptr ? 1 : rule->from.size();
        const std::u32string_view next = rest.substr(length);
        if (accent != Accent::other && !next.empty() && next.front() == kSyllabic) {
            result += U'ᵊ';
        }
        if (rule != nullptr) {
            result += rule->to;
        } else if (rest.front() != kTie && rest.front() != kSyllabic) {
            result += rest.front();
        }
        at += length;
    }
    return result;
}

std::u32string fromIpa(std::string_view ipa, Accent accent) {
    std::string tied;
    const std::u32string sounds = utf8::decode(ipa);
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        utf8::append(tied, sounds[i] == kTieBar ? kTie : sounds[i]);
        if (std::ranges::find(kPairs, std::u32string_view(sounds).substr(i, 2)) != kPairs.end()) {
            utf8::append(tied, kTie);
        }
    }
    return inAlphabet(tied, accent);
}

Result<Pronunciation> pronunciationOf(std::string_view speaker) {
    const Language& language = languageOf(speaker);
    if (language.espeakVoice.empty()) {
        return failure(
            ErrorCode::incompatible,
            fmt::format("The speaker '{}' reads {}, for which this program has no phonemes. Choose a speaker "
                        "of another language.",
                        speaker, language.name));
    }
    const auto ofText = [&language](std::string_view text) {
        return text::phonemes(text, language.espeakVoice, text::Ties::caret).map([&language](const std::string& ipa) {
            return inAlphabet(ipa, language.accent);
        });
    };
    return Pronunciation{ofText, [&language](std::string_view ipa) { return fromIpa(ipa, language.accent); }};
}

std::string_view languageTagOf(std::string_view speaker) {
    return languageOf(speaker).tag;
}

}  // namespace parlando::engine::kokoro
