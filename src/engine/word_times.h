#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/engine.h"
#include "engine/speech_model.h"
#include "engine/word_symbols.h"

// From how long symbols last to when words are spoken.
namespace parlando::engine {

// Where words are in audio whose symbols last so many frames each. `places` says which code point each symbol is of;
// npos: none, such as a blank, which belongs to the symbol before it.
std::vector<WordPlace> placesOf(std::span<const Range> words, std::span<const std::size_t> places,
                                std::span<const std::int64_t> frames, std::uint64_t samplesPerFrame);

// The words of a speech on their way to its listener: a word is told once all of its audio was given.
class WordClock {
public:
    explicit WordClock(int sampleRate) : m_sampleRate(sampleRate) {}

    // An utterance begins after so many samples of the speech. It outlives the words that are told of it.
    void begin(const text::Utterance& utterance, std::uint64_t samples);
    void add(const WordPlace& place) { m_waiting.push_back(place); }
    // The words that are over when `samples` of the utterance have been given, of whose audio `cut` samples were left
    // out at its beginning. Valid until the next call.
    std::span<const SpokenWord> upTo(std::uint64_t samples, std::uint64_t cut);
    // The utterance is over after so many samples: all that is left of it.
    std::span<const SpokenWord> rest(std::uint64_t samples, std::uint64_t cut);

private:
    void tell(const WordPlace& place, std::uint64_t samples, std::uint64_t cut);

    int m_sampleRate;
    const text::Utterance* m_utterance = nullptr;
    std::uint64_t m_before = 0;        // samples of the speech before the utterance
    std::vector<WordPlace> m_waiting;  // of the utterance; those before m_next have been told
    std::size_t m_next = 0;
    std::vector<SpokenWord> m_told;  // by the last call
};

}  // namespace parlando::engine
