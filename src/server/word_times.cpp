#include "server/word_times.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace parlando::server {
namespace {

using engine::SpokenWord;
using Json = nlohmann::ordered_json;

bool isBlank(char c) {
    return static_cast<unsigned char>(c) <= ' ';
}

std::string_view placeOf(std::string_view text, const SpokenWord& word) {
    const std::size_t begin = std::min(word.sourceBegin, text.size());
    return text.substr(begin, std::max(std::min(word.sourceEnd, text.size()), begin) - begin);
}

// Times as they are told: more than a millisecond is noise.
double rounded(double seconds) {
    return std::round(seconds * 1000.0) / 1000.0;
}

void divide(std::string_view text, const SpokenWord& whole, std::vector<SpokenWord>& words) {
    const std::string_view place = placeOf(text, whole);
    const auto letters = static_cast<double>(std::ranges::count_if(place, [](char c) { return !isBlank(c); }));
    double before = 0.0;
    for (std::size_t begin = 0; begin < place.size();) {
        const std::size_t end = static_cast<std::size_t>(
            std::find_if(place.begin() + static_cast<std::ptrdiff_t>(begin), place.end(), isBlank) - place.begin());
        if (end > begin) {
            const double after = before + static_cast<double>(end - begin);
            const double seconds = whole.end - whole.start;
            words.push_back({whole.sourceBegin + begin, whole.sourceBegin + end,
                             whole.start + seconds * before / letters, whole.start + seconds * after / letters});
            before = after;
        }
        begin = end + 1;
    }
}

}  // namespace

std::vector<SpokenWord> writtenWords(std::string_view text, std::span<const SpokenWord> spoken) {
    std::vector<SpokenWord> words;
    for (std::size_t i = 0; i < spoken.size();) {
        SpokenWord whole = spoken[i++];
        for (;
             i < spoken.size() && spoken[i].sourceBegin == whole.sourceBegin && spoken[i].sourceEnd == whole.sourceEnd;
             ++i) {
            whole.end = spoken[i].end;
        }
        divide(text, whole, words);
    }
    return words;
}

Json timestampOf(std::string_view text, const SpokenWord& word) {
    return {{"word", placeOf(text, word)},
            {"start_time", rounded(word.start)},
            {"end_time", rounded(word.end)},
            {"begin", word.sourceBegin},
            {"end", word.sourceEnd}};
}

Json timestampsOf(std::string_view text, std::span<const SpokenWord> words) {
    Json list = Json::array();
    for (const SpokenWord& word : words) {
        list.push_back(timestampOf(text, word));
    }
    return list;
}

Json compactOf(std::span<const SpokenWord> words) {
    Json list = Json::array();
    for (const SpokenWord& word : words) {
        list.push_back({word.sourceBegin, word.sourceEnd, rounded(word.start), rounded(word.end)});
    }
    return list;
}

std::string storedWords(std::span<const SpokenWord> words) {
    return compactOf(words).dump();
}

std::vector<SpokenWord> wordsFromStore(const std::string& stored, std::string_view text) {
    const auto isBorder = [text](std::size_t at) {
        return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U);
    };
    const auto list = nlohmann::json::parse(stored, nullptr, false);
    std::vector<SpokenWord> words;
    for (const auto& entry : list.is_array() ? list : nlohmann::json::array()) {
        if (!entry.is_array() || entry.size() != 4 || !entry[0].is_number_unsigned() ||
            !entry[1].is_number_unsigned() || !entry[2].is_number() || !entry[3].is_number()) {
            continue;
        }
        const SpokenWord word{entry[0], entry[1], entry[2], entry[3]};
        const bool follows =
            words.empty() || (word.sourceBegin >= words.back().sourceBegin &&
                              word.sourceEnd >= words.back().sourceEnd && word.start >= words.back().end);
        if (follows && word.sourceBegin <= word.sourceEnd && isBorder(word.sourceBegin) && isBorder(word.sourceEnd) &&
            word.start >= 0.0 && word.start <= word.end) {
            words.push_back(word);
        }
    }
    return words;
}

}  // namespace parlando::server
