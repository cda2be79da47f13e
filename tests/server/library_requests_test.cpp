#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/query_fields.h"
#include "server/routes/file_name.h"
#include "server/routes/profile_request.h"

using namespace parlando;
using namespace parlando::server;

namespace {

const std::vector<engine::Voice> kVoices = {{"robin", "Robin", "en-US", "", "vits", 22050, {}, "", 0},
                                            {"vctk", "VCTK", "en-GB", "", "vits", 22050, {"p225"}, "", 0}};

std::string complaint(const char* json) {
    const auto read = readProfile(nlohmann::json::parse(json), kVoices);
    return read ? "" : read.error().message;
}

std::string disposition(std::string_view text) {
    return attachment(text, "speech", "wav").value;
}

}  // namespace

TEST_CASE("a_query_is_decoded_and_checked") {
    QueryFields query("search=two%20words+more&limit=10&other=x");
    CHECK(query.text("search", {0, 20}) == "two words more");
    CHECK(query.integer("limit", 1, 50) == 10);
    CHECK(!query.text("missing", {0, 20}));
    CHECK(query.outcome());
}

TEST_CASE("a_bad_query_is_an_error_that_names_the_field") {
    QueryFields query("limit=51");
    CHECK(!query.integer("limit", 1, 50));
    CHECK(query.outcome().error().message.find("'limit'") != std::string::npos);
    const auto* text = GENERATE("a=%", "a=%f", "a=%zz", "a=%ff", "%ff=a", "a=1&a=2");
    CHECK(!QueryFields(text).outcome());
    CHECK(QueryFields("").outcome());
    CHECK(QueryFields("&&=&a").outcome());
}

TEST_CASE("a_profile_has_voiceboxs_members_and_defaults") {
    const auto profile =
        readProfile(nlohmann::json::parse(R"({"name":"Anna","preset_voice_id":"robin","effects_chain":[]})"), kVoices);
    REQUIRE(profile);
    CHECK(profile->voiceType == "preset");
    CHECK(profile->presetEngine == "parlando");
    CHECK(profile->language == "en");
    CHECK(readProfile(nlohmann::json::parse(R"({"name":"A","preset_voice_id":"vctk:p225","preset_engine":"vits"})"),
                      kVoices));
    // Without an engine nobody knows the voices.
    CHECK(readProfile(nlohmann::json::parse(R"({"name":"A","preset_voice_id":"later"})"), {}));
}

TEST_CASE("what_is_wrong_with_a_profile_is_named") {
    CHECK(complaint(R"({"preset_voice_id":"robin"})").find("'name'") == 0);
    CHECK(complaint(R"({"name":"x","preset_voice_id":"nobody"})").find("robin") != std::string::npos);
    CHECK(complaint(R"({"name":"x","preset_voice_id":"robin","preset_engine":"qwen"})").find("'preset_engine'") == 0);
    CHECK(complaint(R"({"name":"x","voice_type":"cloned"})").find("'voice_type'") == 0);
    CHECK(complaint(R"({"name":"x","preset_voice_id":"robin","language":"a-"})").find("'language'") == 0);
    CHECK(complaint(R"({"name":"x","preset_voice_id":"robin","description":5})").find("'description'") == 0);
}

TEST_CASE("a_download_is_named_after_the_text_and_by_nothing_else") {
    CHECK(disposition("Good morning, world!") ==
          "attachment; filename=\"Good morning world.wav\"; filename*=UTF-8''Good%20morning%20world.wav");
    CHECK(disposition("\xc3\xa9t\xc3\xa9") == "attachment; filename=\"_t_.wav\"; filename*=UTF-8''%C3%A9t%C3%A9.wav");
    CHECK(disposition("../../etc/passwd") ==
          "attachment; filename=\"etc passwd.wav\"; filename*=UTF-8''etc%20passwd.wav");
    CHECK(disposition("a\"\r\nX: y").find_first_of("\r\n") == std::string::npos);
    CHECK(disposition("\"; filename=\"evil.exe") ==
          "attachment; filename=\"filename evil exe.wav\"; filename*=UTF-8''filename%20evil%20exe.wav");
    for (const auto* text : {"", "...", "\xe2\x80\xae", "\xff"}) {
        CHECK(disposition(text) == "attachment; filename=\"speech.wav\"; filename*=UTF-8''speech.wav");
    }
}
