#include "engine/word_symbols.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/utf8.h"
#include "text/phonemizer.h"

namespace parlando::engine {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
// More pairs of characters than that are not compared: an utterance has some 300 phonemes.
constexpr std::size_t kMostPairs = std::size_t{1} << 22;

// Costs of an alignment. Stress and length differ between a word alone and in a sentence; a border is worth more than a
// sound.
constexpr std::uint32_t kOther = 3;    // one sound for another
constexpr std::uint32_t kOneMore = 2;  // on either side
constexpr std::uint32_t kStress = 1;
constexpr std::uint32_t kNever = 100;

bool isBetween(char32_t character) {
    return character == U' ' || text::isMark(character);
}

bool isCombining(char32_t character) {
    return character >= 0x300 && character <= 0x36F;
}

std::uint32_t costOf(char32_t character) {
    return character == U'ˈ' || character == U'ˌ' || character == U'ː' ? kStress : kOneMore;
}

std::uint32_t costOf(char32_t one, char32_t other) {
    if (one == other) {
        return 0;
    }
    return isBetween(one) || isBetween(other) ? kNever : kOther;
}

// Of each character of `whole` the one of `parts` that it is aligned with (Wagner and Fischer, "The String-to-String
// Correction Problem", 1974).
std::vector<std::size_t> align(std::u32string_view whole, std::u32string_view parts) {
    const std::size_t width = parts.size() + 1;
    std::vector<std::uint32_t> cost((whole.size() + 1) * width);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return cost[i * width + j]; };
    for (std::size_t i = 0; i <= whole.size(); ++i) {
        for (std::size_t j = 0; j <= parts.size(); ++j) {
            std::uint32_t best = i + j == 0 ? 0 : std::numeric_limits<std::uint32_t>::max();
            if (i > 0) {
                best = std::min(best, at(i - 1, j) + costOf(whole[i - 1]));
            }
            if (j > 0) {
                best = std::min(best, at(i, j - 1) + costOf(parts[j - 1]));
            }
            if (i > 0 && j > 0) {
                best = std::min(best, at(i - 1, j - 1) + costOf(whole[i - 1], parts[j - 1]));
            }
            at(i, j) = best;
        }
    }
    std::vector<std::size_t> partner(whole.size(), kNone);
    std::size_t i = whole.size();
    std::size_t j = parts.size();
    while (i > 0 && j > 0) {
        if (at(i, j) == at(i - 1, j - 1) + costOf(whole[i - 1], parts[j - 1])) {
            partner[--i] = --j;
        } else if (at(i, j) == at(i - 1, j) + costOf(whole[i - 1])) {
            --i;
        } else {
            --j;
        }
    }
    return partner;
}

// Gives a sound that nobody claims to the word beside it.
void settle(std::u32string_view whole, std::vector<std::size_t>& owners) {
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (isBetween(whole[i])) {
            owners[i] = kNone;
        } else if (i > 0 && (owners[i] == kNone || isCombining(whole[i]))) {
            owners[i] = owners[i - 1];
        }
    }
    for (std::size_t i = whole.size(); i-- > 1;) {
        if (owners[i - 1] == kNone && !isBetween(whole[i - 1])) {
            owners[i - 1] = owners[i];
        }
    }
}

std::vector<Range> rangesOf(const std::vector<std::size_t>& owners, std::size_t words) {
    std::vector<Range> ranges(words, {kNone, 0});
    for (std::size_t i = 0; i < owners.size(); ++i) {
        if (owners[i] != kNone) {
            Range& range = ranges[owners[i]];
            range = {std::min(range.begin, i), i + 1};
        }
    }
    std::size_t end = 0;
    for (Range& range : ranges) {
        range = range.end == 0 ? Range{end, end} : range;
        end = range.end;
    }
    return ranges;
}

// The words' shares of the whole are as large as those of the spoken text.
std::vector<Range> proportional(std::size_t length, std::span<const std::u32string> words) {
    std::size_t all = 0;
    for (const std::u32string& word : words) {
        all += word.size();
    }
    std::vector<Range> ranges;
    std::size_t done = 0;
    for (const std::u32string& word : words) {
        const std::size_t begin = all == 0 ? 0 : length * done / all;
        done += word.size();
        ranges.push_back({begin, all == 0 ? 0 : length * done / all});
    }
    return ranges;
}

// Puts the words' own phonemes in the place of those that they got by the rules.
Symbols withOwn(const Symbols& symbols, std::span<const text::Word> words, const Pronunciation& pronunciation) {
    Symbols result;
    std::size_t done = 0;
    for (std::size_t k = 0; k < words.size(); ++k) {
        const Range range = symbols.words[k];
        result.text += symbols.text.substr(done, range.begin - done);
        const std::size_t begin = result.text.size();
        result.text += words[k].ipa.empty() ? symbols.text.substr(range.begin, range.end - range.begin)
                                            : pronunciation.ofIpa(words[k].ipa);
        result.words.push_back({begin, result.text.size()});
        done = range.end;
    }
    result.text += symbols.text.substr(done);
    return result;
}

}  // namespace

std::vector<Range> findWords(std::u32string_view whole, std::span<const std::u32string> words) {
    std::u32string parts;
    std::vector<std::size_t> wordOf;
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (k > 0) {
            parts += U' ';
            wordOf.push_back(kNone);
        }
        parts += words[k];
        wordOf.resize(parts.size(), k);
    }
    if (whole.size() * parts.size() > kMostPairs) {
        return proportional(whole.size(), words);
    }
    std::vector<std::size_t> owners = align(whole, parts);
    for (std::size_t& owner : owners) {
        owner = owner == kNone ? kNone : wordOf[owner];
    }
    settle(whole, owners);
    return rangesOf(owners, words.size());
}

Result<Symbols> phonemesOf(const text::Utterance& utterance, Borders borders, const Pronunciation& pronunciation) {
    Symbols symbols;
    PARLANDO_TRY_ASSIGN(symbols.text, pronunciation.ofText(utterance.spoken));
    const bool hasOwn = std::ranges::any_of(utterance.words, [](const text::Word& word) { return !word.ipa.empty(); });
    if (borders == Borders::unneeded && !hasOwn) {
        return symbols;
    }
    std::vector<std::u32string> words;
    for (const text::Word& word : utterance.words) {
        const std::string_view spoken = std::string_view(utterance.spoken).substr(word.begin, word.end - word.begin);
        PARLANDO_TRY_ASSIGN(std::u32string alone, pronunciation.ofText(spoken));
        words.push_back(std::move(alone));
    }
    symbols.words = findWords(symbols.text, words);
    return hasOwn ? withOwn(symbols, utterance.words, pronunciation) : symbols;
}

Symbols lettersOf(const text::Utterance& utterance) {
    Symbols symbols{utf8::decode(utterance.spoken), {}};
    std::size_t offset = 0;
    std::size_t count = 0;
    const auto countTo = [&](std::size_t end) {
        for (; offset < end; ++count) {
            utf8::next(utterance.spoken, offset);
        }
        return count;
    };
    for (const text::Word& word : utterance.words) {
        const std::size_t begin = countTo(word.begin);
        symbols.words.push_back({begin, countTo(word.end)});
    }
    return symbols;
}

}  // namespace parlando::engine
