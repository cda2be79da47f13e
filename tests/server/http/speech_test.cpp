#include <algorithm>
#include <chrono>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/support/raw_client.h"
#include "server/support/test_server.h"

// OpenAI's routes, from outside, with a fake engine.

using namespace parlando;
using namespace parlando::testing;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

Answer post(TestServer& server, const json& body) {
    return ask(server.port(), request(server.port(), "POST", "/v1/audio/speech", body.dump()));
}

Answer get(TestServer& server, std::string_view path) {
    return ask(server.port(), request(server.port(), "GET", path));
}

}  // namespace

TEST_CASE("speech_comes_in_every_format") {
    TestServer server;
    struct Expected {
        const char* format;
        const char* type;
        std::string_view magic;
    };
    const auto expected = GENERATE(Expected{"wav", "audio/wav", "RIFF"}, Expected{"flac", "audio/flac", "fLaC"},
                                   Expected{"opus", "audio/ogg", "OggS"}, Expected{"mp3", "audio/mpeg", ""},
                                   Expected{"pcm", "audio/pcm", ""});
    const auto answer =
        post(server,
             {{"model", "tts-1"}, {"input", "Hello there."}, {"voice", "robin"}, {"response_format", expected.format}});
    CHECK(answer.status == 200);
    CHECK(answer.complete);
    CHECK(answer.headers.at("content-type") == expected.type);
    CHECK(answer.body.starts_with(expected.magic));
    CHECK(answer.body.size() > 500);
    CHECK(server.engine().finished == 1);
}

TEST_CASE("mp3_is_the_format_that_nobody_asked_for") {
    TestServer server;
    const auto answer = post(server, {{"input", "Hello there."}});
    CHECK(answer.status == 200);
    CHECK(answer.headers.at("content-type") == "audio/mpeg");
}

TEST_CASE("pcm_is_at_24_kilohertz_whatever_the_voice_is") {
    TestServer server;  // three chunks of 0.2 s
    const auto voice = GENERATE("robin", "wren");
    const auto answer = post(server, {{"input", "Hello"}, {"voice", voice}, {"response_format", "pcm"}});
    CHECK(answer.status == 200);
    CHECK(answer.body.size() == 24000 * 6 / 10 * 2);
}

TEST_CASE("openai_voice_names_mean_the_default_voice") {
    TestServer server;
    const json voice = GENERATE(json("alloy"), json("shimmer"), json("wren"), json{{"id", "wren"}}, json(nullptr));
    CHECK(post(server, {{"input", "Hello"}, {"voice", voice}, {"response_format", "pcm"}}).status == 200);
}

TEST_CASE("what_cannot_be_spoken_is_refused_in_openai_form") {
    TestServer server;
    struct Wrong {
        json body;
        const char* parameter;
        const char* says;
    };
    const auto wrong = GENERATE(
        Wrong{{{"input", "Hello"}, {"voice", "nobody"}}, "voice", "robin, wren"},
        Wrong{{{"input", "Hello"}, {"voice", 3}}, "voice", "voice"},
        Wrong{{{"input", "Hello"}, {"voice", json::object()}}, "voice", "voice"},
        Wrong{{{"input", "Hello"}, {"response_format", "aac"}}, "response_format", "mp3, wav, flac, opus and pcm"},
        Wrong{{{"input", "Hello"}, {"speed", 0.1}}, "speed", "0.25"},
        Wrong{{{"input", "Hello"}, {"speed", "fast"}}, "speed", "4"}, Wrong{{{"input", ""}}, "input", "empty"},
        Wrong{{{"input", " \n"}}, "input", "empty"}, Wrong{{{"input", "?!"}}, "input", "nothing to speak"},
        Wrong{{{"input", 5}}, "input", "string"}, Wrong{json::object(), "input", "string"},
        Wrong{{{"input", std::string(1048577, 'a')}}, "input", "1048576"},
        Wrong{{{"input", "Hello"}, {"stream_format", "x"}}, "stream_format", "sse"});
    const auto answer = post(server, wrong.body);
    CHECK(answer.status == 400);
    const auto error = json::parse(answer.body).at("error");
    CHECK(error.at("type") == "invalid_request_error");
    CHECK(error.at("param") == wrong.parameter);
    CHECK_THAT(error.at("message").get<std::string>(), Catch::Contains(wrong.says));
    CHECK(server.engine().finished == 0);
}

TEST_CASE("unknown_members_are_ignored") {
    TestServer server;
    CHECK(
        post(server, {{"model", "anything"}, {"input", "Hello"}, {"instructions", "whisper"}, {"x", {1, 2}}}).status ==
        200);
}

TEST_CASE("audio_leaves_while_it_is_being_made") {
    TestServer server;
    server.engine().gate.close();
    RawClient client(server.port());
    client.send(request(server.port(), "POST", "/v1/audio/speech", R"({"input":"Hello","response_format":"pcm"})"));
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    CHECK(client.receiveSome(100ms).empty());  // no status before there is audio
    server.engine().gate.open();
    CHECK(parseAnswer(client.receiveAll()).complete);
}

TEST_CASE("events_carry_audio_and_an_end") {
    TestServer server;
    const auto answer = post(server, {{"input", "Hello"}, {"response_format", "pcm"}, {"stream_format", "sse"}});
    CHECK(answer.status == 200);
    CHECK(answer.headers.at("content-type") == "text/event-stream");
    CHECK(answer.body.starts_with("data: {\"type\":\"speech.audio.delta\",\"audio\":\""));
    CHECK(answer.body.find("data: {\"type\":\"speech.audio.done\",\"usage\":{") != std::string::npos);
    CHECK(answer.body.ends_with("\n\n"));
}

TEST_CASE("a_failure_before_the_first_audio_is_a_status") {
    TestServer::Setup setup;
    setup.script.failAtChunk = 0;
    TestServer server(setup);
    const auto answer = post(server, {{"input", "Hello"}});
    CHECK(answer.status == 500);
    CHECK(json::parse(answer.body).at("error").at("type") == "server_error");
}

TEST_CASE("a_failure_in_the_middle_cuts_the_audio") {
    TestServer::Setup setup;
    setup.script.failAtChunk = 2;
    TestServer server(setup);
    const auto audio = post(server, {{"input", "Hello"}, {"response_format", "wav"}});
    CHECK(audio.status == 200);
    CHECK(!audio.complete);
    const auto events = post(server, {{"input", "Hello"}, {"response_format", "wav"}, {"stream_format", "sse"}});
    CHECK(events.complete);
    CHECK(events.body.find("\"type\":\"error\"") != std::string::npos);
    CHECK(events.body.find("speech.audio.done") == std::string::npos);
}

TEST_CASE("a_client_that_leaves_cancels_its_own_speech_only") {
    TestServer::Setup setup;
    setup.script.chunks = 2000;
    setup.script.secondsPerChunk = 0.01;
    TestServer server(setup);
    server.engine().gate.close();
    const auto order =
        request(server.port(), "POST", "/v1/audio/speech", R"({"input":"Hello","response_format":"mp3"})");
    RawClient leaving(server.port());
    leaving.send(order);
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    RawClient staying(server.port());
    staying.send(order);
    leaving.close();
    REQUIRE(eventually([&] { return server.engine().cancelled == 1; }));
    server.engine().gate.open();
    CHECK(parseAnswer(staying.receiveAll()).complete);
    CHECK(server.engine().finished == 1);
}

TEST_CASE("a_client_that_leaves_while_waiting_is_never_spoken_for") {
    TestServer server;
    server.engine().gate.close();
    const auto order = request(server.port(), "POST", "/v1/audio/speech", R"({"input":"Hello"})");
    RawClient first(server.port());
    first.send(order);
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    {
        RawClient waiting(server.port());
        waiting.send(order);
        waiting.receiveSome(100ms);
    }
    RawClient last(server.port());
    last.send(order);
    last.receiveSome(200ms);
    server.engine().gate.open();
    CHECK(parseAnswer(first.receiveAll()).complete);
    CHECK(parseAnswer(last.receiveAll()).complete);
    CHECK(server.engine().started == 2);
}

TEST_CASE("a_full_queue_is_refused_with_429") {
    TestServer server;
    server.engine().gate.close();
    const auto order = request(server.port(), "POST", "/v1/audio/speech", R"({"input":"Hello"})");
    std::vector<RawClient> clients;
    Answer refused;
    constexpr std::size_t kSpoken = server::kMaximumSpokenJobs - 1;  // of one client
    const std::size_t room = kSpoken + server::kMaximumWaitingJobs;
    for (std::size_t i = 0; i < room + 8 && refused.status == 0; ++i) {
        clients.emplace_back(server.port());
        clients.back().send(order);
        const auto spoken = static_cast<int>(std::min(i + 1, kSpoken));
        REQUIRE(eventually([&] { return server.engine().started == spoken; }));
        refused = parseAnswer(clients.back().receiveSome(200ms));
    }
    CHECK(refused.status == 429);
    CHECK(refused.headers.at("retry-after") == "1");  // 19 times 5 bytes, 0.065 s of audio each, 0.1 s of work for one
    CHECK(clients.size() == room + 1);
}

TEST_CASE("the_catalogue_lists_voices_and_models") {
    TestServer server;
    const auto voices = json::parse(get(server, "/v1/audio/voices").body).at("voices");
    CHECK(voices.at(0).at("id") == "robin");
    CHECK(voices.at(0).at("license") == "Apache-2.0");
    CHECK(voices.at(0).at("size_bytes") == 4200);
    CHECK(voices.at(1).at("name") == "Wren");
    CHECK(voices.at(1).at("language") == "en-GB");
    CHECK(voices.at(1).at("license").is_null());
    CHECK(voices.at(1).at("speakers") == json{"one", "two"});
    const auto models = json::parse(get(server, "/v1/models").body);
    CHECK(models.at("object") == "list");
    CHECK(models.at("data").at(1).at("id") == "tts-1");
    CHECK(get(server, "/v1/models/tts-1").status == 200);
    CHECK(get(server, "/v1/models/whisper-1").status == 404);
}

TEST_CASE("health_follows_the_engine") {
    TestServer::Setup setup;
    setup.startEngine = false;
    TestServer server(setup);
    auto health = json::parse(get(server, "/health").body);
    CHECK(health.at("status") == "loading");
    CHECK(health.at("model_loaded") == false);
    CHECK(post(server, {{"input", "Hello"}}).status == 503);
    CHECK(get(server, "/v1/audio/voices").status == 503);

    server.host().start();
    server.waitUntilLoaded();
    health = json::parse(get(server, "/health").body);
    CHECK(health.at("status") == "healthy");
    CHECK(health.at("state") == "ready");
    CHECK(health.at("model_loaded") == true);
    CHECK(health.at("backend_variant") == "cpu");
    CHECK(health.at("gpu_available") == false);
    CHECK(health.at("gpu_type").is_null());
    CHECK(health.at("instance") == "test-instance");
}

TEST_CASE("an_engine_that_fails_its_self_test_is_reported_and_not_used") {
    TestServer::Setup setup;
    setup.script.selfTestFailure = Error{ErrorCode::internal, "only silence came out"};
    TestServer server(setup);
    const auto health = json::parse(get(server, "/health").body);
    CHECK(health.at("status") == "failed");
    CHECK(health.at("problem") == "only silence came out");
    const auto answer = post(server, {{"input", "Hello"}});
    CHECK(answer.status == 503);
    CHECK_THAT(answer.body, Catch::Contains("only silence came out"));
}
