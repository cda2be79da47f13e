#include <string>

#include <catch2/catch.hpp>

#include "server/base64.h"
#include "server/exact_header.h"

using namespace parlando;
using namespace std::string_literals;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

// `file` with the patches over it.
std::string patched(audio::Format format, std::string file, std::uint64_t samples) {
    for (const auto& patch : server::exactHeader(format, bytesOf(file), file.size(), samples)) {
        REQUIRE(patch.offset + patch.bytes.size() <= file.size());
        file.replace(patch.offset, patch.bytes.size(), reinterpret_cast<const char*>(patch.bytes.data()),
                     patch.bytes.size());
    }
    return file;
}

const std::string kFormatChunk = "fmt \x10\0\0\0"s + std::string(16, 'f');
// 42 bytes: mark, block header, STREAMINFO with '?' where the number of samples is unknown (low half of the first).
const std::string kFlac = "fLaC"s + std::string(4, 'h') + std::string(13, 's') + "\xA0????"s + std::string(16, 'm');

}  // namespace

TEST_CASE("base64_is_that_of_rfc_4648") {
    const auto [bytes, text] = GENERATE(table<std::string, std::string>({{"", ""},
                                                                         {"f", "Zg=="},
                                                                         {"fo", "Zm8="},
                                                                         {"foo", "Zm9v"},
                                                                         {"foob", "Zm9vYg=="},
                                                                         {"fooba", "Zm9vYmE="},
                                                                         {"foobar", "Zm9vYmFy"},
                                                                         {"\xFF\xFE\xFD\0"s, "//79AA=="}}));
    CHECK(server::base64(bytesOf(bytes)) == text);
}

TEST_CASE("a_wav_gets_its_two_sizes") {
    const std::string data(1000, 'd');
    const auto file =
        patched(audio::Format::wav, "RIFF\xFF\xFF\xFF\xFFWAVE"s + kFormatChunk + "data\xFF\xFF\xFF\xFF"s + data, 500);
    CHECK(file.substr(4, 4) == "\x0C\x04\0\0"s);   // 1044 - 8
    CHECK(file.substr(40, 4) == "\xE8\x03\0\0"s);  // 1000
    CHECK(file.substr(44) == data);
}

TEST_CASE("chunks_before_the_data_are_stepped_over") {
    const auto odd = "LIST\3\0\0\0abc_"s;  // padded to an even length
    const auto file = patched(audio::Format::wav,
                              "RIFF\xFF\xFF\xFF\xFFWAVE"s + kFormatChunk + odd + "data\xFF\xFF\xFF\xFF"s + "dd", 1);
    CHECK(file.substr(file.size() - 6, 4) == "\2\0\0\0"s);
}

TEST_CASE("a_flac_gets_its_number_of_samples") {
    const auto file = patched(audio::Format::flac, kFlac, 0x9'1234'5678);
    CHECK(file.substr(21, 5) == "\xA9\x12\x34\x56\x78");
    CHECK(file.substr(0, 21) == kFlac.substr(0, 21));
    CHECK(file.substr(26) == kFlac.substr(26));
}

TEST_CASE("what_is_not_the_expected_file_stays_as_it_is") {
    const auto format =
        GENERATE(audio::Format::wav, audio::Format::flac, audio::Format::mp3, audio::Format::opus, audio::Format::pcm);
    const auto file = GENERATE(""s, "RIFF"s, "RIFFxxxxWAVE"s, "RIFFxxxxWAVE\0\0\0\0\xFF\xFF\xFF\xFF"s,
                               "RIFFxxxxWAVEdata"s, "fLaC"s, "fLaC                "s, "OggS"s + std::string(600, 'x'));
    CHECK(server::exactHeader(format, bytesOf(file), file.size(), 1).empty());
}

TEST_CASE("lengths_that_the_header_cannot_say_stay_unknown") {
    const auto wav = "RIFF\xFF\xFF\xFF\xFFWAVE"s + kFormatChunk + "data\xFF\xFF\xFF\xFF"s;
    CHECK(server::exactHeader(audio::Format::wav, bytesOf(wav), std::uint64_t{5} << 30, 1).empty());
    CHECK(server::exactHeader(audio::Format::flac, bytesOf(kFlac), 1000, std::uint64_t{1} << 36).empty());
}
