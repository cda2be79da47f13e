#include <cmath>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

#include "audio/sample.h"
#include "encoding.h"
#include "signals.h"

using namespace parlando;
using namespace parlando::audio;
using namespace encoding;

namespace {

constexpr int kRate = 24000;

// LAME lowers everything by 5 % at a constant bit rate (its presets do, against clipping); libsndfile does
// not let us choose.
double expectedAmplitude(Format format) {
    return format == Format::mp3 ? 0.475 : 0.5;
}

bool isLossless(Format format) {
    return format == Format::wav || format == Format::flac || format == Format::pcm;
}

std::uint32_t littleEndian32(std::span<const std::byte> bytes, std::size_t offset) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value |= std::to_integer<std::uint32_t>(bytes[offset + i]) << (8 * i);
    }
    return value;
}

}  // namespace

TEST_CASE("a_lossless_format_gives_back_every_sample_to_half_a_step") {
    const auto format = GENERATE(Format::wav, Format::flac, Format::pcm);
    const auto samples = signals::noise(30011, 0.9);
    const auto sound = decodeAny(format, kRate, whole(format, kRate, samples));
    REQUIRE(sound);
    REQUIRE(sound->sampleRate == kRate);
    REQUIRE(sound->samples.size() == samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        REQUIRE(std::abs(sound->samples[i] - samples[i]) <= 0.5F / 32768.0F);
    }
    // Rounding noise is a step over the root of 12; the noise of ±0.9 is 0.9 over the root of 3.
    REQUIRE(signals::signalToNoise(samples, sound->samples) == Approx(20 * std::log10(0.9 * 2 * 32768)).margin(0.2));
}

TEST_CASE("16_bit_samples_survive_any_number_of_generations") {
    std::vector<float> samples;
    for (int step = -32768; step <= 32767; ++step) {
        samples.push_back(fromInt16(static_cast<std::int16_t>(step)));
    }
    const auto format = GENERATE(Format::wav, Format::flac, Format::pcm);
    const auto sound = decodeAny(format, kRate, whole(format, kRate, samples));
    REQUIRE(sound);
    REQUIRE(sound->samples == samples);
}

TEST_CASE("a_lossy_file_has_the_length_of_its_audio") {
    const auto format = GENERATE(Format::mp3, Format::opus);
    const auto count =
        GENERATE(std::size_t{1}, std::size_t{479}, std::size_t{480}, std::size_t{24000}, std::size_t{51234});
    const auto sound = decode(whole(format, kRate, signals::sine(440, kRate, count)));
    REQUIRE(sound);
    REQUIRE(sound->samples.size() == count);
}

TEST_CASE("a_lossy_format_keeps_a_tone_and_adds_none") {
    const auto format = GENERATE(Format::mp3, Format::opus);
    const auto sound = decode(whole(format, kRate, signals::sine(1000, kRate, kRate)));
    REQUIRE(sound);
    REQUIRE(sound->sampleRate == kRate);
    const auto middle = std::span(sound->samples).subspan(6000, 12000);
    REQUIRE(signals::amplitudeAt(middle, 1000, kRate) == Approx(expectedAmplitude(format)).margin(0.01));
    for (const double other : {200.0, 500.0, 2000.0, 3000.0, 7000.0}) {
        REQUIRE(signals::amplitudeAt(middle, other, kRate) < 0.005);
    }
}

TEST_CASE("every_rate_becomes_one_that_the_format_has") {
    struct Case {
        Format format;
        int given;
        int encoded;
    };
    const auto [format, given, encoded] =
        GENERATE(Case{Format::mp3, 8000, 8000}, Case{Format::mp3, 9000, 11025}, Case{Format::mp3, 22050, 22050},
                 Case{Format::mp3, 40000, 44100}, Case{Format::mp3, 48000, 48000}, Case{Format::opus, 8000, 8000},
                 Case{Format::opus, 11025, 12000}, Case{Format::opus, 16000, 16000}, Case{Format::opus, 22050, 24000},
                 Case{Format::opus, 44100, 48000}, Case{Format::flac, 22050, 22050}, Case{Format::wav, 12345, 12345});
    const auto samples = signals::sine(700, given, static_cast<std::size_t>(given));
    const auto sound = decode(whole(format, given, samples));
    REQUIRE(sound);
    REQUIRE(sound->sampleRate == encoded);
    REQUIRE(sound->samples.size() == static_cast<std::size_t>(encoded));
    const auto middle = std::span(sound->samples).subspan(sound->samples.size() / 4, sound->samples.size() / 2);
    REQUIRE(signals::amplitudeAt(middle, 700, encoded) == Approx(expectedAmplitude(format)).margin(0.01));
}

TEST_CASE("a_rate_that_no_voice_has_is_refused") {
    const auto rate = GENERATE(-1, 0, 7999, 48001, std::numeric_limits<int>::max());
    for (const Format format : kFormats) {
        const auto encoder = Encoder::create(format, rate, [](auto) { return Result<>(); });
        REQUIRE_FALSE(encoder);
        REQUIRE(encoder.error().code == ErrorCode::invalidInput);
        REQUIRE(encoder.error().message.find(std::to_string(rate)) != std::string::npos);
    }
}

TEST_CASE("a_stream_of_unknown_length_never_changes_bytes_that_left") {
    for (const Format format : kFormats) {
        const auto samples = signals::sine(300, kRate, 50000);
        const auto stream = encodeInPieces(format, kRate, samples, 480);
        const auto sound = decodeAny(format, kRate, stream.bytes);
        REQUIRE(sound);
        // Without its Info frame an MP3 does not say what the encoder added: a frame that would have been it,
        // the encoder's delay of 576 + 529 samples and what fills the last frames of 576.
        const std::size_t added = format == Format::mp3 ? 4 * 576 + 1105 : 0;
        REQUIRE(sound->samples.size() >= samples.size());
        REQUIRE(sound->samples.size() <= samples.size() + added);
    }
}

TEST_CASE("the_bytes_do_not_depend_on_how_the_samples_were_cut") {
    const auto format = GENERATE(Format::wav, Format::flac, Format::mp3, Format::pcm);
    const auto rate = GENERATE(24000, 22222);
    const auto samples = signals::noise(20000);
    const auto expected = encodeInPieces(format, rate, samples, samples.size());
    for (const std::size_t chunk : {1, 7, 480, 4096, 16384, 16385}) {
        const auto stream = encodeInPieces(format, rate, samples, chunk);
        REQUIRE(stream.bytes == expected.bytes);
    }
}

TEST_CASE("opus_pages_depend_on_samples_only_and_not_on_how_they_were_cut") {
    const auto samples = signals::sine(500, kRate, 20000);
    const auto expected = decode(encodeInPieces(Format::opus, kRate, samples, samples.size()).bytes);
    REQUIRE(expected);
    for (const std::size_t chunk : {1, 479, 481, 5000}) {
        const auto sound = decode(encodeInPieces(Format::opus, kRate, samples, chunk).bytes);
        REQUIRE(sound);
        REQUIRE(sound->samples == expected->samples);
    }
}

TEST_CASE("a_corrected_stream_is_the_whole_file") {
    const auto format = GENERATE(Format::wav, Format::flac, Format::mp3, Format::pcm);
    const auto samples = signals::noise(33333);
    REQUIRE(corrected(encodeInPieces(format, kRate, samples, 1000)) == whole(format, kRate, samples));
}

TEST_CASE("a_whole_wav_says_its_length_and_a_stream_that_it_has_no_end") {
    const auto samples = signals::noise(1000);
    const auto stream = encodeInPieces(Format::wav, kRate, samples, 100).bytes;
    REQUIRE(littleEndian32(stream, 4) == 0xFFFFFFFF);
    REQUIRE(littleEndian32(stream, 40) == 0xFFFFFFFF);
    const auto file = whole(Format::wav, kRate, samples);
    REQUIRE(file.size() == 2044);
    REQUIRE(littleEndian32(file, 4) == file.size() - 8);
    REQUIRE(littleEndian32(file, 40) == 2000);
    REQUIRE(littleEndian32(file, 24) == kRate);
}

TEST_CASE("a_listener_waits_a_quarter_of_a_second_at_most") {
    const auto format = GENERATE(Format::wav, Format::flac, Format::mp3, Format::opus, Format::pcm);
    const int rate = 22050;  // resampled for Opus
    std::size_t received = 0;
    auto encoder = Encoder::create(format, rate, [&received](std::span<const std::byte> bytes) -> Result<> {
        received += bytes.size();
        return {};
    });
    REQUIRE(encoder);
    const auto samples = signals::noise(static_cast<std::size_t>(rate) / 4);
    std::size_t before = 0;
    for (int quarter = 0; quarter < 8; ++quarter) {
        REQUIRE((*encoder)->write(samples));
        // 900 bytes: the headers of Opus alone have fewer.
        REQUIRE(received >= before + (quarter == 0 ? 900 : 500));
        before = received;
    }
}

TEST_CASE("no_samples_at_all_are_a_valid_file") {
    for (const Format format : kFormats) {
        const auto file = whole(format, kRate, {});
        REQUIRE((format == Format::pcm) == file.empty());
        const auto sound = decodeAny(format, kRate, file);
        REQUIRE(sound);
        // A file of packets needs one: 20 ms of silence.
        REQUIRE(sound->samples.size() == (isLossless(format) ? 0 : 480));
        REQUIRE(signals::rootMeanSquare(sound->samples) < 1e-6);
    }
}

TEST_CASE("what_is_beyond_full_scale_is_clipped_and_what_is_no_number_is_silence") {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> samples{1.0F, -1.0F, 1.5F, -1.5F, kInfinity, -kInfinity, nan, -nan, 0.0F, 1e30F};
    const std::vector<float> expected{32767 / 32768.0F, -1, 32767 / 32768.0F, -1, 32767 / 32768.0F, -1, 0, 0, 0,
                                      32767 / 32768.0F};
    const auto lossless = GENERATE(Format::wav, Format::flac, Format::pcm);
    const auto sound = decodeAny(lossless, kRate, whole(lossless, kRate, samples));
    REQUIRE(sound);
    REQUIRE(sound->samples == expected);
}

TEST_CASE("one_nan_does_not_spread_through_filters_and_codecs") {
    auto samples = signals::sine(400, 22050, 22050);
    for (std::size_t i = 0; i < samples.size(); i += 1000) {
        samples[i] = std::numeric_limits<float>::quiet_NaN();
    }
    const auto format = GENERATE(Format::mp3, Format::opus);
    const auto sound = decode(whole(format, 22050, samples));
    REQUIRE(sound);
    const auto middle = std::span(sound->samples).subspan(4000, 12000);
    REQUIRE(signals::amplitudeAt(middle, 400, sound->sampleRate) == Approx(expectedAmplitude(format)).margin(0.01));
}

TEST_CASE("floats_are_rounded_to_the_nearest_step") {
    REQUIRE(toInt16(0.0F) == 0);
    REQUIRE(toInt16(0.4F / 32768) == 0);
    REQUIRE(toInt16(0.6F / 32768) == 1);
    REQUIRE(toInt16(-0.4F / 32768) == 0);
    REQUIRE(toInt16(-0.6F / 32768) == -1);
    REQUIRE(toInt16(32766.6F / 32768) == 32767);
    REQUIRE(toInt16(1.0F) == 32767);
    REQUIRE(toInt16(-1.0F) == -32768);
}

TEST_CASE("an_error_of_the_sink_stops_the_encoding_and_is_returned") {
    for (const Format format : kFormats) {
        int calls = 0;
        auto encoder = Encoder::create(format, kRate, [&calls](std::span<const std::byte>) -> Result<> {
            ++calls;
            return failure(ErrorCode::io, "the client went away");
        });
        REQUIRE(encoder);
        const auto samples = signals::noise(50000);  // several blocks
        const auto written = (*encoder)->write(samples);
        REQUIRE_FALSE(written);
        REQUIRE(written.error().message == "the client went away");
        REQUIRE(written.error().code == ErrorCode::io);
        REQUIRE((*encoder)->write(samples).error().message == "the client went away");
        REQUIRE((*encoder)->finish().error().message == "the client went away");
        REQUIRE(calls == 1);
    }
}

TEST_CASE("an_encoder_that_is_dropped_without_finish_writes_nothing_more") {
    for (const Format format : kFormats) {
        int calls = 0;
        auto encoder = Encoder::create(format, kRate, [&calls](std::span<const std::byte>) -> Result<> {
            ++calls;
            return {};
        });
        REQUIRE(encoder);
        REQUIRE((*encoder)->write(signals::noise(5000)));
        const int before = calls;
        encoder->reset();
        REQUIRE(calls == before);
    }
}

TEST_CASE("nothing_can_be_written_after_the_end") {
    for (const Format format : kFormats) {
        auto encoder = Encoder::create(format, kRate, [](std::span<const std::byte>) { return Result<>(); });
        REQUIRE(encoder);
        REQUIRE((*encoder)->finish());
        REQUIRE_FALSE((*encoder)->write(signals::noise(10)));
        REQUIRE_FALSE((*encoder)->finish());
    }
}
