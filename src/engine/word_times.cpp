#include "engine/word_times.h"

#include <algorithm>

namespace parlando::engine {

std::vector<WordPlace> placesOf(std::span<const Range> words, std::span<const std::size_t> places,
                                std::span<const std::int64_t> frames, std::uint64_t samplesPerFrame) {
    std::vector<WordPlace> result;
    std::uint64_t sample = 0;
    std::size_t symbol = 0;
    const auto pass = [&] { sample += static_cast<std::uint64_t>(frames[symbol++]) * samplesPerFrame; };
    const auto passBlanks = [&] {
        while (symbol < frames.size() && places[symbol] == std::u32string::npos) {
            pass();
        }
    };
    for (std::size_t k = 0; k < words.size(); ++k) {
        // A word without symbols stands where the one before it ends.
        const std::size_t before = symbol;
        const std::uint64_t start = sample;
        passBlanks();
        while (symbol < frames.size() && places[symbol] < words[k].begin) {
            pass();
            passBlanks();
        }
        const std::uint64_t begin = sample;
        bool found = false;
        while (symbol < frames.size() && places[symbol] < words[k].end) {
            found = true;
            pass();
            passBlanks();
        }
        if (!found) {
            symbol = before;
            sample = start;
        }
        result.push_back(found ? WordPlace{k, begin, sample} : WordPlace{k, start, start});
    }
    return result;
}

void WordClock::begin(const text::Utterance& utterance, std::uint64_t samples) {
    m_utterance = &utterance;
    m_before = samples;
    m_waiting.clear();
    m_next = 0;
    m_told.clear();
}

void WordClock::tell(const WordPlace& place, std::uint64_t samples, std::uint64_t cut) {
    const text::Word& word = m_utterance->words[place.word];
    const auto seconds = [&](std::uint64_t sample) {
        const std::uint64_t heard = std::min(sample - std::min(sample, cut), samples);
        return static_cast<double>(m_before + heard) / m_sampleRate;
    };
    m_told.push_back({word.sourceBegin, word.sourceEnd, seconds(place.begin), seconds(place.end)});
}

std::span<const SpokenWord> WordClock::upTo(std::uint64_t samples, std::uint64_t cut) {
    m_told.clear();
    while (m_next < m_waiting.size() && m_waiting[m_next].end <= samples + cut) {
        tell(m_waiting[m_next++], samples, cut);
    }
    return m_told;
}

std::span<const SpokenWord> WordClock::rest(std::uint64_t samples, std::uint64_t cut) {
    m_told.clear();
    while (m_next < m_waiting.size()) {
        tell(m_waiting[m_next++], samples, cut);
    }
    return m_told;
}

}  // namespace parlando::engine
