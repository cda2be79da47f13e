#include "server/voice_choice.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace parlando;
using server::chooseVoice;

namespace {

const std::vector<engine::Voice> kVoices = {
    {"robin", "Robin", "en-US", "", "vits", 22050, {}, "", 0},
    {"amsel", "Amsel", "de-DE", "", "vits", 22050, {}, "", 0},
    {"choir", "Choir", "en-GB", "", "vits", 16000, {"anna", "ben", "7"}, "", 0}};

std::string chosen(std::string_view name, std::string_view language = {}) {
    const auto choice = chooseVoice(kVoices, name, language);
    return choice ? choice->voice + ":" + std::to_string(choice->speaker) : choice.error().message;
}

}  // namespace

TEST_CASE("a_voice_is_named_by_its_id") {
    CHECK(chosen("amsel") == "amsel:0");
}

TEST_CASE("a_speaker_is_named_behind_a_colon_by_name_or_number") {
    CHECK(chosen("choir:ben") == "choir:1");
    CHECK(chosen("choir:1") == "choir:1");
    CHECK(chosen("choir:7") == "choir:2");  // a name goes before a number
    CHECK(chosen("robin:0") == "robin:0");
}

TEST_CASE("speakers_of_a_voice_are_mixed_by_weight") {
    const auto choice = chooseVoice(kVoices, "choir:anna(2)+ben(1)");
    REQUIRE(choice);
    CHECK(choice->voice == "choir");
    CHECK(choice->name() == "choir:anna(2)+ben(1)");
    CHECK(chooseVoice(kVoices, "choir:0+choir:ben")->name() == "choir:0+choir:ben");
    CHECK(chooseVoice(kVoices, "choir:ben(3)")->speaker == 1);
    CHECK(chooseVoice(kVoices, "choir:ben(3)")->name() == "choir");
    CHECK(chooseVoice(kVoices, "choir:anna+nobody").error().code == ErrorCode::notFound);
    CHECK(chooseVoice(kVoices, "choir:anna(-1)").error().code == ErrorCode::invalidInput);
    CHECK_THAT(chosen("choir:anna+robin:0"), Catch::Contains("'robin:0' cannot be mixed"));
    CHECK_THAT(chosen("robin:0+1"), Catch::Contains("only one speaker"));
    CHECK_THAT(chosen("robin+amsel"), Catch::Contains("speakers of one voice"));
}

TEST_CASE("a_voice_that_cannot_be_used_says_why_and_is_never_chosen_for_another") {
    std::vector<engine::Voice> voices = kVoices;
    voices.push_back({"duo", "Duo", "fr-FR", "", "", 0, {}});
    voices.back().problem = "it is mixed of a voice that is gone";
    CHECK(chooseVoice(voices, "duo").error().code == ErrorCode::notFound);
    CHECK_THAT(chooseVoice(voices, "duo").error().message, Catch::Contains("mixed of a voice that is gone"));
    CHECK_THAT(chooseVoice(voices, "nobody").error().message, !Catch::Contains("duo"));
    CHECK_FALSE(chooseVoice(voices, "", "fr"));
    CHECK(chooseVoice(voices, "fable")->voice == "choir");  // the sixth of three
}

TEST_CASE("a_speaker_that_is_not_there_is_an_error_that_says_how_many_are") {
    for (const auto* name : {"choir:3", "choir:-1", "choir:", "choir:1x", "choir:99999999999999999999", "robin:1"}) {
        INFO(name);
        const auto choice = chooseVoice(kVoices, name);
        REQUIRE(!choice);
        CHECK(choice.error().code == ErrorCode::notFound);
    }
    CHECK_THAT(chosen("choir:3"), Catch::Contains("3"));
}

TEST_CASE("openais_names_are_dealt_out_to_the_installed_voices") {
    CHECK(chosen("alloy") == "robin:0");
    CHECK(chosen("ash") == "amsel:0");
    CHECK(chosen("cedar") == "robin:0");
    CHECK(chooseVoice(std::span(kVoices).first(1), "shimmer")->voice == "robin");
}

TEST_CASE("an_unknown_voice_is_an_error_that_lists_those_that_exist") {
    for (const auto* name : {"nobody", "Robin", "nobody:1", ":", "robin ", "../robin"}) {
        INFO(name);
        CHECK(chooseVoice(kVoices, name).error().code == ErrorCode::notFound);
        CHECK_THAT(chosen(name), Catch::Contains("robin, amsel, choir"));
    }
}

TEST_CASE("without_a_name_the_first_that_speaks_the_language_is_chosen") {
    CHECK(chosen("") == "robin:0");
    CHECK(chosen("", "de") == "amsel:0");
    CHECK(chosen("", "en-AU") == "robin:0");
}

TEST_CASE("a_language_that_nobody_speaks_is_an_error_that_lists_those_that_are_spoken") {
    CHECK(chooseVoice(kVoices, "", "fr").error().code == ErrorCode::invalidInput);
    CHECK_THAT(chosen("", "fr"), Catch::Contains("de-DE, en-GB, en-US"));
    CHECK_THAT(chosen("robin", "de"), Catch::Contains("en-US"));
}
