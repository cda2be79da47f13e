#include <limits>

#include <catch2/catch.hpp>

#include "audio/resampler.h"
#include "signals.h"

using namespace parlando;
using namespace parlando::audio;

namespace {

std::vector<float> resample(std::span<const float> samples, int from, int to, std::size_t chunk) {
    auto resampler = Resampler::create(from, to);
    REQUIRE(resampler);
    std::vector<float> output;
    while (!samples.empty()) {
        const auto piece = samples.first(std::min(chunk, samples.size()));
        const auto part = resampler->process(piece);
        REQUIRE(part);
        output.insert(output.end(), part->begin(), part->end());
        samples = samples.subspan(piece.size());
    }
    const auto rest = resampler->flush();
    REQUIRE(rest);
    output.insert(output.end(), rest->begin(), rest->end());
    return output;
}

}  // namespace

TEST_CASE("resampled_audio_has_exactly_its_length") {
    const auto from = GENERATE(8000, 11025, 22050, 24000, 44100, 47999);
    const auto to = GENERATE(8000, 16000, 24000, 48000);
    for (const std::size_t count : {0, 1, 2, 3, 100, 4095, 12345}) {
        const auto exact = (count * static_cast<std::size_t>(to) + static_cast<std::size_t>(from) / 2) /
                           static_cast<std::size_t>(from);
        REQUIRE(resample(signals::noise(count), from, to, 1000).size() == exact);
    }
}

TEST_CASE("resampling_does_not_depend_on_how_the_samples_were_cut") {
    const auto samples = signals::noise(20000);
    const auto expected = resample(samples, 22050, 24000, samples.size());
    for (const std::size_t chunk : {1, 13, 4096, 7000}) {
        REQUIRE(resample(samples, 22050, 24000, chunk) == expected);
    }
}

TEST_CASE("a_tone_keeps_its_frequency_its_loudness_and_its_place") {
    const auto to = GENERATE(16000, 24000, 44100, 48000);
    const auto samples = signals::sine(1000, 22050, 22050);
    const auto output = resample(samples, 22050, to, 512);
    const auto expected = signals::sine(1000, to, static_cast<std::size_t>(to));
    const auto length = static_cast<std::size_t>(to);
    const auto middle = std::span<const float>(output).subspan(length / 4, length / 2);
    const auto expectedMiddle = std::span<const float>(expected).subspan(length / 4, length / 2);
    REQUIRE(signals::signalToNoise(expectedMiddle, middle) > 90.0);
}

TEST_CASE("what_the_lower_rate_cannot_hold_is_removed_and_not_mirrored") {
    const auto samples = signals::sine(10000, 48000, 48000);
    const auto output = resample(samples, 48000, 16000, 512);
    const auto middle = std::span<const float>(output).subspan(4000, 8000);
    REQUIRE(signals::rootMeanSquare(middle) < 1e-4);
}

TEST_CASE("a_higher_rate_has_no_image_of_the_tone") {
    const auto output = resample(signals::sine(5000, 22050, 22050), 22050, 48000, 512);
    const auto middle = std::span<const float>(output).subspan(12000, 24000);
    REQUIRE(signals::amplitudeAt(middle, 5000, 48000) == Approx(0.5).margin(0.001));
    REQUIRE(signals::amplitudeAt(middle, 22050 - 5000, 48000) < 1e-4);
}

TEST_CASE("a_rate_of_nothing_is_refused") {
    REQUIRE_FALSE(Resampler::create(0, 24000));
    REQUIRE_FALSE(Resampler::create(24000, -1));
}
