#include <algorithm>
#include <limits>

#include <catch2/catch.hpp>

#include "audio/join.h"
#include "signals.h"

using namespace parlando::audio;

namespace {

constexpr int kRate = 24000;

// Half a second of nothing, a second of tone, half a second of nothing; over all of it a noise.
std::vector<float> utterance(double loudness, double noiseLevel = 0.0) {
    auto samples = signals::noise(2 * kRate, noiseLevel);
    const auto tone = signals::sine(200, kRate, kRate, loudness);
    for (std::size_t i = 0; i < tone.size(); ++i) {
        samples[i + kRate / 2] += tone[i];
    }
    return samples;
}

float largestStep(std::span<const float> samples) {
    float largest = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        largest = std::max(largest, std::abs(samples[i] - samples[i - 1]));
    }
    return largest;
}

// The sentence after the trimmer, handed to it in pieces of `piece` samples.
std::vector<float> trimmed(std::span<const float> samples, double keep, std::size_t piece = 1000) {
    SentenceTrimmer trimmer(kRate, keep);
    std::vector<float> result;
    for (std::size_t i = 0; i < samples.size(); i += piece) {
        const auto part = trimmer.push(samples.subspan(i, std::min(piece, samples.size() - i)));
        result.insert(result.end(), part.begin(), part.end());
    }
    const auto rest = trimmer.finish();
    result.insert(result.end(), rest.begin(), rest.end());
    return result;
}

}  // namespace

TEST_CASE("silence_at_both_ends_is_shortened_to_what_was_asked_for") {
    const double loudness = GENERATE(0.3, 0.1, 0.01);
    const double noiseShare = GENERATE(0.0, 0.001, 0.005);
    const double keep = GENERATE(0.0, 0.05, 0.2);
    const auto samples = utterance(loudness, loudness * noiseShare);
    const auto speech = trimmed(samples, keep);
    const auto expected = static_cast<double>(kRate) * (1.0 + 2.0 * keep);
    REQUIRE(static_cast<double>(speech.size()) == Approx(expected).margin(0.011 * kRate));
}

TEST_CASE("how_a_sentence_is_cut_into_pieces_does_not_matter") {
    const auto samples = utterance(0.5, 0.001);
    const auto whole = trimmed(samples, 0.05, samples.size());
    const std::size_t piece = GENERATE(1, 7, 119, 120, 121, 5000);
    REQUIRE(trimmed(samples, 0.05, piece) == whole);
}

TEST_CASE("speech_is_given_as_soon_as_it_is_certain") {
    const auto samples = signals::sine(200, kRate, kRate, 0.5);
    SentenceTrimmer trimmer(kRate, 0.05);
    const auto given = trimmer.push(samples);
    REQUIRE(given.size() >= samples.size() - kRate / 100);
    REQUIRE(given.size() + trimmer.finish().size() == samples.size());
}

TEST_CASE("speech_without_silence_is_not_shortened") {
    const auto samples = signals::sine(200, kRate, 12345);
    REQUIRE(trimmed(samples, 0.05).size() == samples.size());
    const auto noisy = signals::noise(12345);
    REQUIRE(trimmed(noisy, 0.0).size() == noisy.size());
}

TEST_CASE("a_weak_consonant_at_the_end_is_not_taken_for_noise") {
    auto samples = signals::sine(200, kRate, kRate, 0.5);
    const auto consonant = signals::noise(kRate / 10, 0.5 * 0.03);  // an "f", 35 dB below the vowel
    samples.insert(samples.end(), consonant.begin(), consonant.end());
    const std::size_t speech = samples.size();
    samples.insert(samples.end(), kRate / 2, 0.0F);
    REQUIRE(trimmed(samples, 0.0).size() >= speech);
    REQUIRE(trimmed(std::span(samples).first(speech), 0.0).size() == speech);
}

TEST_CASE("pauses_within_speech_stay") {
    auto samples = utterance(0.5);
    std::fill(samples.begin() + kRate - 3000, samples.begin() + kRate + 3000, 0.0F);
    REQUIRE(trimmed(samples, 0.0).size() == Approx(kRate).margin(0.011 * kRate));
}

TEST_CASE("more_silence_than_there_is_cannot_be_kept") {
    const auto samples = utterance(0.5);
    REQUIRE(trimmed(samples, 10.0).size() == samples.size());
}

TEST_CASE("nothing_but_silence_becomes_nothing") {
    REQUIRE(trimmed({}, 0.05).empty());
    REQUIRE(trimmed(std::vector<float>(kRate, 0.0F), 0.05).empty());
    REQUIRE(trimmed(std::vector<float>(kRate, std::numeric_limits<float>::quiet_NaN()), 0.05).empty());
}

TEST_CASE("the_shortest_of_sounds_are_kept") {
    const auto count = GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{100}, std::size_t{130});
    const auto sound = trimmed(std::vector<float>(count, 0.5F), 0.0);
    REQUIRE(sound.size() == count);
    REQUIRE(std::ranges::all_of(sound, [](float sample) { return sample >= 0.0F && sample <= 0.5F; }));
}

TEST_CASE("edges_begin_and_end_at_zero_and_the_middle_is_left_alone") {
    const auto samples = trimmed(std::vector<float>(kRate, 0.5F), 0.0);
    const std::size_t fade = kRate / 200;
    REQUIRE(samples.front() == 0.0F);
    REQUIRE(samples.back() == 0.0F);
    REQUIRE(std::is_sorted(samples.begin(), samples.begin() + fade));
    REQUIRE(std::is_sorted(samples.rbegin(), samples.rbegin() + fade));
    REQUIRE(std::all_of(samples.begin() + fade, samples.end() - fade, [](float sample) { return sample == 0.5F; }));
}

TEST_CASE("sentences_are_joined_without_a_click") {
    // Cut at their loudest, the worst case.
    const auto first = signals::sine(200, kRate, kRate + kRate / 800);
    auto second = signals::sine(200, kRate, kRate);
    std::ranges::rotate(second, second.begin() + kRate / 800);
    const float smooth = largestStep(signals::sine(200, kRate, kRate));
    std::vector<float> clicking = first;
    clicking.insert(clicking.end(), kRate / 10, 0.0F);
    REQUIRE(largestStep(clicking) > 10 * smooth);

    std::vector<float> joined = trimmed(first, 0.05);
    for (const auto& part : {silence(0.1, kRate), trimmed(second, 0.05)}) {
        joined.insert(joined.end(), part.begin(), part.end());
    }
    REQUIRE(largestStep(joined) <= 1.2F * smooth);
}

TEST_CASE("silence_has_the_length_that_was_asked_for") {
    REQUIRE(silence(0.25, kRate) == std::vector<float>(6000, 0.0F));
    REQUIRE(silence(0.0, kRate).empty());
    REQUIRE(silence(-1.0, kRate).empty());
    REQUIRE(silence(0.0001, 22050).size() == 2);
}
