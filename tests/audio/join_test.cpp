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

}  // namespace

TEST_CASE("silence_at_both_ends_is_shortened_to_what_was_asked_for") {
    const double loudness = GENERATE(1.0, 0.1, 0.005);
    const double noiseShare = GENERATE(0.0, 0.001, 0.005);
    const double keep = GENERATE(0.0, 0.05, 0.2);
    auto samples = utterance(loudness, loudness * noiseShare);
    const auto trimmed = trimSilence(samples, kRate, keep);
    const auto expected = static_cast<double>(kRate) * (1.0 + 2.0 * keep);
    REQUIRE(static_cast<double>(trimmed.size()) == Approx(expected).margin(0.011 * kRate));
    REQUIRE(trimmed.data() - samples.data() == Approx(kRate * (0.5 - keep)).margin(0.006 * kRate));
}

TEST_CASE("speech_without_silence_is_not_shortened") {
    auto samples = signals::sine(200, kRate, 12345);
    REQUIRE(trimSilence(samples, kRate, 0.05).size() == samples.size());
    auto noisy = signals::noise(12345);
    REQUIRE(trimSilence(noisy, kRate, 0.0).size() == noisy.size());
}

TEST_CASE("a_weak_consonant_at_the_end_is_not_taken_for_noise") {
    auto samples = signals::sine(200, kRate, kRate, 0.5);
    const auto consonant = signals::noise(kRate / 10, 0.5 * 0.03);  // an "f", 35 dB below the vowel
    samples.insert(samples.end(), consonant.begin(), consonant.end());
    const std::size_t speech = samples.size();
    samples.insert(samples.end(), kRate / 2, 0.0F);
    REQUIRE(trimSilence(samples, kRate, 0.0).size() >= speech);
    REQUIRE(trimSilence(std::span(samples).first(speech), kRate, 0.0).size() == speech);
}

TEST_CASE("pauses_within_speech_stay") {
    auto samples = utterance(0.5);
    std::fill(samples.begin() + kRate - 3000, samples.begin() + kRate + 3000, 0.0F);
    REQUIRE(trimSilence(samples, kRate, 0.0).size() == Approx(kRate).margin(0.011 * kRate));
}

TEST_CASE("more_silence_than_there_is_cannot_be_kept") {
    auto samples = utterance(0.5);
    REQUIRE(trimSilence(samples, kRate, 10.0).size() == samples.size());
}

TEST_CASE("nothing_but_silence_becomes_nothing") {
    std::vector<float> empty;
    REQUIRE(trimSilence(empty, kRate, 0.05).empty());
    std::vector<float> silent(kRate, 0.0F);
    REQUIRE(trimSilence(silent, kRate, 0.05).empty());
    std::vector<float> noNumbers(kRate, std::numeric_limits<float>::quiet_NaN());
    REQUIRE(trimSilence(noNumbers, kRate, 0.05).empty());
}

TEST_CASE("a_single_sample_is_kept") {
    std::vector<float> one{0.5F};
    REQUIRE(trimSilence(one, kRate, 0.0).size() == 1);
}

TEST_CASE("faded_edges_begin_and_end_at_zero_and_leave_the_middle_alone") {
    std::vector<float> samples(kRate, 0.5F);
    fadeEdges(samples, kRate);
    const std::size_t fade = kRate / 200;
    REQUIRE(samples.front() == 0.0F);
    REQUIRE(samples.back() == 0.0F);
    REQUIRE(std::is_sorted(samples.begin(), samples.begin() + fade));
    REQUIRE(std::is_sorted(samples.rbegin(), samples.rbegin() + fade));
    REQUIRE(std::all_of(samples.begin() + fade, samples.end() - fade, [](float sample) { return sample == 0.5F; }));
}

TEST_CASE("fades_of_very_short_audio_do_not_overlap") {
    const auto count = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{100});
    std::vector<float> samples(count, 0.5F);
    fadeEdges(samples, kRate);
    REQUIRE(std::ranges::all_of(samples, [](float sample) { return sample >= 0.0F && sample <= 0.5F; }));
}

TEST_CASE("sentences_are_joined_without_a_click") {
    // Cut at their loudest, the worst case.
    auto first = signals::sine(200, kRate, kRate + kRate / 800);
    auto second = signals::sine(200, kRate, kRate);
    std::ranges::rotate(second, second.begin() + kRate / 800);
    const float smooth = largestStep(signals::sine(200, kRate, kRate));
    std::vector<float> clicking = first;
    clicking.insert(clicking.end(), kRate / 10, 0.0F);
    REQUIRE(largestStep(clicking) > 10 * smooth);

    fadeEdges(first, kRate);
    fadeEdges(second, kRate);
    std::vector<float> joined = first;
    const auto pause = silence(0.1, kRate);
    joined.insert(joined.end(), pause.begin(), pause.end());
    joined.insert(joined.end(), second.begin(), second.end());
    REQUIRE(largestStep(joined) <= 1.2F * smooth);
}

TEST_CASE("silence_has_the_length_that_was_asked_for") {
    REQUIRE(silence(0.25, kRate) == std::vector<float>(6000, 0.0F));
    REQUIRE(silence(0.0, kRate).empty());
    REQUIRE(silence(-1.0, kRate).empty());
    REQUIRE(silence(0.0001, 22050).size() == 2);
}
