#include <catch2/catch.hpp>

#include "audio/format.h"
#include "encoding.h"

using namespace parlando;
using namespace parlando::audio;

TEST_CASE("every_format_is_found_by_its_name_and_by_its_name_as_an_extension") {
    for (const Format format : encoding::kFormats) {
        REQUIRE(formatFromName(name(format)) == format);
        REQUIRE(formatFromPath("folder.mp9/speech." + std::string(name(format))) == format);
        REQUIRE(mediaType(format).starts_with("audio/"));
    }
}

TEST_CASE("media_types_are_those_that_browsers_play") {
    REQUIRE(mediaType(Format::wav) == "audio/wav");
    REQUIRE(mediaType(Format::flac) == "audio/flac");
    REQUIRE(mediaType(Format::mp3) == "audio/mpeg");
    REQUIRE(mediaType(Format::opus) == "audio/ogg");
    REQUIRE(mediaType(Format::pcm) == "audio/pcm");
}

TEST_CASE("an_unknown_format_lists_the_names_that_exist") {
    const auto unknown = GENERATE("", "WAV", "aac", "wav ", "ogg");
    const auto format = formatFromName(unknown);
    REQUIRE_FALSE(format);
    REQUIRE(format.error().code == ErrorCode::invalidInput);
    REQUIRE(format.error().message.find("wav, flac, mp3, opus or pcm") != std::string::npos);
}

TEST_CASE("a_file_name_tells_the_format_in_any_case") {
    REQUIRE(formatFromPath("a.WAV") == Format::wav);
    REQUIRE(formatFromPath("a.b.Flac") == Format::flac);
    REQUIRE(formatFromPath("a.ogg") == Format::opus);
    REQUIRE(formatFromPath("a.raw") == Format::pcm);
    REQUIRE(formatFromPath("ä ö.mp3") == Format::mp3);
}

TEST_CASE("a_file_name_without_a_known_extension_is_an_error_that_names_the_file") {
    const auto path = GENERATE("speech", "speech.", ".wav", "wav", "speech.txt", "", "folder.wav/speech");
    const auto format = formatFromPath(path);
    REQUIRE_FALSE(format);
    REQUIRE(format.error().message.find(path) != std::string::npos);
    REQUIRE(format.error().message.find(".wav, .flac, .mp3, .opus or .pcm") != std::string::npos);
}
