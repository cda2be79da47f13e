#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/engine.h"
#include "text/front_end.h"

namespace parlando::engine {

struct TimedSpeech {
    std::vector<float> samples;
    std::vector<SpokenWord> words;
    int sampleRate = 0;

    // The root of the mean square from one second to another.
    double level(double from, double to) const {
        const auto begin = std::min(static_cast<std::size_t>(std::lround(from * sampleRate)), samples.size());
        const auto end = std::min(static_cast<std::size_t>(std::lround(to * sampleRate)), samples.size());
        double energy = 0.0;
        for (std::size_t i = begin; i < end; ++i) {
            energy += static_cast<double>(samples[i]) * static_cast<double>(samples[i]);
        }
        return begin < end ? std::sqrt(energy / static_cast<double>(end - begin)) : 0.0;
    }
};

inline TimedSpeech speak(Engine& engine, const Request& request) {
    TimedSpeech speech;
    const auto done = engine.synthesise(request, {}, [&speech](const Chunk& chunk) -> Result<> {
        speech.samples.insert(speech.samples.end(), chunk.samples.begin(), chunk.samples.end());
        speech.words.insert(speech.words.end(), chunk.words.begin(), chunk.words.end());
        speech.sampleRate = chunk.sampleRate;
        // A word is told with the audio in which it ends.
        const double given = static_cast<double>(speech.samples.size()) / chunk.sampleRate;
        CHECK(std::ranges::all_of(chunk.words, [given](const SpokenWord& word) { return word.end <= given + 1e-9; }));
        return {};
    });
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
    return speech;
}

// The rules for the words of every voice: all of them, in order, within the audio, which is the same without them.
inline TimedSpeech checkWords(Engine& engine, const std::string& text, double speed = 1.0) {
    INFO(text);
    Request request;
    request.text = text;
    request.speed = speed;
    const TimedSpeech plain = speak(engine, request);
    CHECK(plain.words.empty());
    request.words = WordTimes::wanted;
    TimedSpeech speech = speak(engine, request);
    CHECK(speech.samples == plain.samples);
    const auto utterances = text::prepare(request.text);
    REQUIRE(utterances);
    std::size_t expected = 0;
    for (const text::Utterance& utterance : *utterances) {
        expected += utterance.words.size();
    }
    CHECK(speech.words.size() == expected);
    double before = 0.0;
    std::size_t place = 0;
    for (const SpokenWord& word : speech.words) {
        CHECK(word.start >= before);
        CHECK(word.end >= word.start);
        CHECK(word.sourceBegin >= place);
        CHECK(word.sourceEnd > word.sourceBegin);
        before = word.end;
        place = word.sourceBegin;
    }
    CHECK(before <= static_cast<double>(speech.samples.size()) / speech.sampleRate + 1e-9);
    CHECK(place < request.text.size());
    return speech;
}

}  // namespace parlando::engine
