#include <array>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/json_body.h"
#include "server/routes/openai_speech_request.h"

using namespace parlando;

namespace {

const std::array<engine::Voice, 2> kVoices = {engine::Voice{"robin", "Robin", "en-US", "", "vits", 22050, {}, "", 0},
                                              engine::Voice{"wren", "Wren", "en-GB", "", "vits", 16000, {}, "", 0}};

auto read(std::string_view body) {
    return server::readOpenAiSpeechRequest(body, kVoices);
}

std::string nested(int depth) {
    return R"({"x":)" + std::string(static_cast<std::size_t>(depth - 1), '[') +
           std::string(static_cast<std::size_t>(depth - 1), ']') + "}";
}

}  // namespace

TEST_CASE("a_body_is_an_object_of_bounded_depth") {
    CHECK(server::parseJsonObject(R"({"a":[1,{"b":"[[[{{{\"[["}]})"));
    CHECK(server::parseJsonObject(nested(server::kMaximumJsonDepth)));
    CHECK(server::parseJsonObject(nested(server::kMaximumJsonDepth + 1)).error().message.find("deep") !=
          std::string::npos);
    const auto wrong = GENERATE("", "[]", "3", "null", "{", "{}{}", "{'a':1}", "{\"a\":\"\xC3\"}",
                                "{\"a\":\"\\ud800\"}", "\"\\", "{\"a\":NaN}", "\xEF\xBB\xBF{");
    const auto parsed = server::parseJsonObject(wrong);
    REQUIRE(!parsed);
    CHECK(parsed.error().code == ErrorCode::invalidInput);
}

TEST_CASE("a_speech_request_is_read_with_its_defaults") {
    const auto request = read(R"({"input":"Hello"})");
    REQUIRE(request);
    CHECK(request->speech.text == "Hello");
    CHECK(request->speech.voice == "robin");
    CHECK(request->speech.speed == 1.0);
    CHECK(request->format == audio::Format::mp3);
    CHECK(request->delivery == server::SpeechDelivery::audio);
}

TEST_CASE("every_member_of_a_speech_request_counts") {
    const auto request =
        read(R"({"input":"Hello","voice":{"id":"wren"},"speed":2,"response_format":"flac","stream_format":"sse"})");
    REQUIRE(request);
    CHECK(request->speech.voice == "wren");
    CHECK(request->speech.speed == 2.0);
    CHECK(request->format == audio::Format::flac);
    CHECK(request->delivery == server::SpeechDelivery::events);
}

TEST_CASE("null_is_as_good_as_missing") {
    CHECK(read(R"({"input":"Hello","voice":null,"speed":null,"response_format":null,"stream_format":null})"));
}

TEST_CASE("the_first_wrong_member_is_named") {
    const auto [body, parameter] = GENERATE(table<std::string, std::string>({
        {R"({})", "input"},
        {R"({"input":null})", "input"},
        {R"({"input":["Hello"]})", "input"},
        {R"({"input":" \n\t"})", "input"},
        {R"({"input":"Hello","voice":"nobody"})", "voice"},
        {R"({"input":"Hello","voice":["robin"]})", "voice"},
        {R"({"input":"Hello","voice":{}})", "voice"},
        {R"({"input":"Hello","voice":"../../etc/passwd"})", "voice"},
        {R"({"input":"Hello","response_format":"aac"})", "response_format"},
        {R"({"input":"Hello","response_format":7})", "response_format"},
        {R"({"input":"Hello","speed":0.2})", "speed"},
        {R"({"input":"Hello","speed":4.1})", "speed"},
        {R"({"input":"Hello","speed":1e999})", ""},  // no number of JSON
        {R"({"input":"Hello","speed":"1"})", "speed"},
        {R"({"input":"Hello","speed":true})", "speed"},
        {R"({"input":"Hello","stream_format":"websocket"})", "stream_format"},
        {R"([{"input":"Hello"}])", ""},
    }));
    const auto request = read(body);
    REQUIRE(!request);
    CHECK(request.error().parameter.value_or("") == parameter);
    CHECK(request.error().type == "invalid_request_error");
    CHECK(!request.error().message.empty());
}

TEST_CASE("an_unknown_voice_is_not_repeated_and_the_known_are_listed") {
    const auto message = read(R"({"input":"Hello","voice":"<script>"})").error().message;
    CHECK(message.find("script") == std::string::npos);
    CHECK(message.find("robin, wren") != std::string::npos);
}
