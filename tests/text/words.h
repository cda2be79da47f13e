#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/front_end.h"

namespace parlando::text::testing {

// What is wrong with the places of utterances and words: they are in order, never go backwards and lie inside what they
// are a part of. Utterances do not overlap, unless what is said for one place is cut. Empty: nothing.
inline std::string problemOf(const std::vector<Utterance>& utterances, std::string_view text) {
    std::size_t begin = 0;
    std::size_t end = 0;
    const Word* last = nullptr;
    for (const Utterance& utterance : utterances) {
        const bool isCut = last != nullptr && !utterance.words.empty() &&
                           utterance.words.front().sourceBegin == last->sourceBegin &&
                           utterance.words.front().sourceEnd == last->sourceEnd;
        if (utterance.begin < (isCut ? begin : end) || utterance.end < end || utterance.end < utterance.begin ||
            utterance.end > text.size()) {
            return "the place of an utterance: " + utterance.spoken;
        }
        begin = utterance.begin;
        end = utterance.end;
        std::size_t spoken = 0;
        std::size_t sourceBegin = utterance.begin;
        std::size_t sourceEnd = utterance.begin;
        for (const Word& word : utterance.words) {
            if (word.begin < spoken || word.end <= word.begin || word.end > utterance.spoken.size()) {
                return "a word in: " + utterance.spoken;
            }
            if (word.sourceBegin < sourceBegin || word.sourceEnd < sourceEnd || word.sourceEnd <= word.sourceBegin ||
                word.sourceEnd > utterance.end) {
                return "the place of '" + utterance.spoken.substr(word.begin, word.end - word.begin) +
                       "' in: " + utterance.spoken;
            }
            spoken = word.end;
            sourceBegin = word.sourceBegin;
            sourceEnd = word.sourceEnd;
        }
        if (utterance.words.empty()) {
            return "no words in: " + utterance.spoken;
        }
        last = &utterance.words.back();
    }
    return "";
}

// "spoken=source" for each word, with bars between.
inline std::string wordsAndPlaces(std::string_view text) {
    std::string list;
    const auto utterances = prepare(text).value();
    for (const Utterance& utterance : utterances) {
        for (const Word& word : utterance.words) {
            list += list.empty() ? "" : " | ";
            list += utterance.spoken.substr(word.begin, word.end - word.begin) + "=";
            list += text.substr(word.sourceBegin, word.sourceEnd - word.sourceBegin);
        }
    }
    return list;
}

}  // namespace parlando::text::testing
