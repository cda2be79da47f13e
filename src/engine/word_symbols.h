#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/front_end.h"

// Which of an utterance's phonemes belong to which of its words.
namespace parlando::engine {

// Code points, the first and the one behind the last.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// What a voice reads: phonemes or letters, and each word's share of them. The shares are in order and do not overlap;
// one is empty where its word has no sound of its own.
struct Symbols {
    std::u32string text;
    std::vector<Range> words;
};

enum class Borders { unneeded, needed };

// How a voice gets phonemes of normalised text, and of IPA as a person writes it.
struct Pronunciation {
    std::function<Result<std::u32string>(std::string_view text)> ofText;
    std::function<std::u32string(std::string_view ipa)> ofIpa;
};

// The phonemes of the whole utterance, as the voices were trained, but where a word brings its own (Word::ipa). Borders
// that are neither needed nor looked for leave `words` empty.
Result<Symbols> phonemesOf(const text::Utterance& utterance, Borders borders, const Pronunciation& pronunciation);

// For a voice that reads the text itself.
Symbols lettersOf(const text::Utterance& utterance);

// Finds words in the phonemes of all of them, which espeak-ng may have joined ("of the"), stressed or reduced: those
// of each word alone, one after the other, are aligned with the whole by edit distance. What is between words, spaces
// and marks, belongs to none.
std::vector<Range> findWords(std::u32string_view whole, std::span<const std::u32string> words);

}  // namespace parlando::engine
