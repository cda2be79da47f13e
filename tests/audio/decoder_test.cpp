#include <limits>
#include <random>
#include <string_view>

#include <sndfile.h>
#include <catch2/catch.hpp>

#include "audio/virtual_file.h"
#include "encoding.h"
#include "signals.h"

using namespace parlando;
using namespace parlando::audio;
using namespace encoding;

namespace {

constexpr int kRate = 24000;
constexpr std::array kContainers{Format::wav, Format::flac, Format::mp3, Format::opus};

void put32(Bytes& bytes, std::size_t offset, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[offset + i] = static_cast<std::byte>(value >> (8 * i) & 0xFF);
    }
}

Bytes stereoWav(int codec, std::span<const float> interleaved) {
    WriteFile file;
    SF_VIRTUAL_IO io = WriteFile::callbacks();
    SF_INFO info{};
    info.samplerate = kRate;
    info.channels = 2;
    info.format = SF_FORMAT_WAV | codec;
    SNDFILE* handle = ::sf_open_virtual(&io, SFM_WRITE, &info, &file);
    REQUIRE(handle != nullptr);
    ::sf_write_float(handle, interleaved.data(), static_cast<sf_count_t>(interleaved.size()));
    ::sf_close(handle);
    Stream stream;
    file.take(stream.bytes);
    stream.corrections = file.patches();
    return corrected(std::move(stream));
}

}  // namespace

TEST_CASE("channels_are_mixed_down_to_one") {
    const int codec =
        GENERATE(int{SF_FORMAT_PCM_16}, int{SF_FORMAT_PCM_24}, int{SF_FORMAT_FLOAT}, int{SF_FORMAT_DOUBLE});
    const auto sound = decode(stereoWav(codec, std::vector<float>{0.5F, 0.25F, -0.5F, 0.5F, 0.0F, 0.5F}));
    REQUIRE(sound);
    REQUIRE(sound->samples == std::vector<float>{0.375F, 0.0F, 0.25F});
}

TEST_CASE("a_file_of_another_kind_is_an_error_that_names_the_kinds") {
    for (const std::string_view text :
         {"", "R", "RIFF", "hello, this is not audio at all", "OggS and not Opus in it .....", "FORM....AIFFCOMM",
          ".snd............", "RIFF....AVI LIST"}) {
        const auto sound = decode(std::as_bytes(std::span(text)));
        REQUIRE_FALSE(sound);
        REQUIRE(sound.error().message.find("WAV, FLAC, MP3 or Ogg Opus") != std::string::npos);
    }
}

TEST_CASE("a_wav_with_a_telephone_codec_inside_is_refused") {
    const auto sound = decode(stereoWav(SF_FORMAT_ULAW, std::vector<float>(1000, 0.1F)));
    REQUIRE_FALSE(sound);
    REQUIRE(sound.error().code == ErrorCode::corrupt);
}

TEST_CASE("limits_are_kept_in_bytes_and_in_seconds") {
    for (const Format format : kContainers) {
        const auto file = whole(format, kRate, signals::noise(2 * kRate));
        const auto tooLarge = decode(file, Limits{file.size() - 1, 10.0});
        REQUIRE_FALSE(tooLarge);
        REQUIRE(tooLarge.error().code == ErrorCode::resourceLimit);
        const auto tooLong = decode(file, Limits{file.size(), 1.9});
        REQUIRE_FALSE(tooLong);
        REQUIRE(tooLong.error().code == ErrorCode::resourceLimit);
        REQUIRE(decode(file, Limits{file.size(), 2.1}));
    }
    REQUIRE_FALSE(decodePcm(Bytes(2000), 1000, Limits{1999, 10.0}));
    REQUIRE_FALSE(decodePcm(Bytes(2000), 1000, Limits{2000, 0.9}));
    REQUIRE_FALSE(decodePcm(Bytes(3), 1000));
    REQUIRE_FALSE(decodePcm(Bytes(2), 0));
}

TEST_CASE("a_cut_file_is_an_error_or_shorter_but_never_longer") {
    const auto samples = signals::noise(12000);
    for (const Format format : kContainers) {
        const auto file = whole(format, kRate, samples);
        for (std::size_t length = 0; length < file.size(); length += 97) {
            const auto sound = decode(std::span(file).first(length));
            if (sound) {
                REQUIRE((format == Format::mp3 || format == Format::opus));
                REQUIRE(sound->samples.size() <= samples.size() + 4 * 576 + 1105);
            } else {
                REQUIRE_FALSE(sound.error().message.empty());
            }
        }
    }
}

TEST_CASE("a_wav_whose_chunks_lie_about_their_length_allocates_nothing_for_it") {
    const auto file = whole(Format::wav, kRate, signals::noise(1000));
    for (const std::uint32_t lie : {0U, 1U, 1999U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFF0U, 0xFFFFFFFFU}) {
        for (const std::size_t field :
             {std::size_t{4}, std::size_t{16}, std::size_t{24}, std::size_t{28}, std::size_t{40}}) {
            auto lying = file;
            put32(lying, field, lie);
            const auto sound = decode(lying);
            REQUIRE((!sound || sound->samples.size() <= 1000));
        }
    }
}

TEST_CASE("a_flac_that_promises_more_than_it_holds_is_an_error") {
    auto file = whole(Format::flac, kRate, signals::noise(5000));
    const std::size_t kTotalSamples = 21;  // the last 36 bits of bytes 18 to 25 (RFC 9639, 8.2)
    file[kTotalSamples] |= std::byte{0x0F};
    const auto sound = decode(file);
    REQUIRE_FALSE(sound);
    REQUIRE(sound.error().code == ErrorCode::corrupt);
}

TEST_CASE("random_bytes_behind_any_beginning_do_no_harm") {
    std::mt19937 random(7);
    for (const Format format : kContainers) {
        const auto file = whole(format, kRate, signals::noise(3000));
        for (int round = 0; round < 100; ++round) {
            auto hostile = file;
            const std::size_t kept = random() % std::min<std::size_t>(file.size(), 200);
            std::generate(hostile.begin() + static_cast<std::ptrdiff_t>(kept), hostile.end(),
                          [&random] { return static_cast<std::byte>(random() & 0xFF); });
            const auto sound = decode(hostile, Limits{1 << 20, 60.0});
            REQUIRE((!sound || sound->samples.size() <= 60U * 192000U));
        }
    }
}

TEST_CASE("flipped_bits_do_no_harm") {
    std::mt19937 random(11);
    for (const Format format : kContainers) {
        const auto file = whole(format, kRate, signals::noise(3000));
        for (int round = 0; round < 300; ++round) {
            auto damaged = file;
            // Half of the flips hit the headers, where they matter most.
            const std::size_t range = round % 2 == 0 ? std::min<std::size_t>(file.size(), 128) : file.size();
            damaged[random() % range] ^= static_cast<std::byte>(1U << random() % 8);
            const auto sound = decode(damaged, Limits{1 << 20, 60.0});
            REQUIRE((!sound || sound->samples.size() <= 60U * 192000U));
        }
    }
}

TEST_CASE("the_audio_of_a_damaged_flac_is_not_passed_off_as_sound") {
    auto file = whole(Format::flac, kRate, signals::noise(20000));
    file[file.size() / 2] ^= std::byte{0x10};
    REQUIRE_FALSE(decode(file));
}

TEST_CASE("floats_in_a_file_that_are_no_numbers_become_silence") {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto sound = decode(stereoWav(SF_FORMAT_FLOAT, std::vector<float>{nan, 0.5F, 0.5F, 0.5F}));
    REQUIRE(sound);
    REQUIRE(sound->samples == std::vector<float>{0.0F, 0.5F});
}
