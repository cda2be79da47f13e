#include <chrono>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/support/raw_client.h"
#include "server/support/test_server.h"

// POST /generate and what follows it, from outside, with a fake engine and a real library.

using namespace parlando;
using namespace parlando::testing;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

Answer post(TestServer& server, const std::string& path, const json& body, std::string_view extra = {}) {
    return ask(server.port(), request(server.port(), "POST", path, body.is_null() ? "" : body.dump(), extra));
}

Answer get(TestServer& server, const std::string& path) {
    return ask(server.port(), request(server.port(), "GET", path));
}

std::string generate(TestServer& server, const json& body = {{"text", "Hello there."}}) {
    const auto answer = post(server, "/generate", body);
    REQUIRE(answer.status == 200);
    return json::parse(answer.body).at("id");
}

// The data of the events of a status stream, to its end.
std::vector<json> statusOf(TestServer& server, const std::string& id) {
    const auto answer = get(server, "/generate/" + id + "/status");
    REQUIRE(answer.status == 200);
    REQUIRE(answer.complete);
    CHECK(answer.headers.at("content-type") == "text/event-stream");
    std::vector<json> events;
    for (std::size_t at = 0; (at = answer.body.find("data: ", at)) != std::string::npos;) {
        const auto end = answer.body.find("\n\n", at);
        events.push_back(json::parse(answer.body.substr(at + 6, end - at - 6)));
        at = end;
    }
    REQUIRE_FALSE(events.empty());
    return events;
}

store::Status stateOf(TestServer& server, const std::string& id) {
    return server.library().generations().find(id)->status;
}

TestServer::Setup failing() {
    TestServer::Setup setup;
    setup.script.failAtChunk = 1;
    return setup;
}

}  // namespace

TEST_CASE("a_generation_is_queued_at_once_and_its_audio_is_kept") {
    TestServer server;
    server.engine().gate.close();
    const auto answer = post(server, "/generate", {{"text", "Hello there."}, {"language", "en"}, {"seed", 7}});
    CHECK(answer.status == 200);
    const auto generation = json::parse(answer.body);
    CHECK(generation.at("status") == "queued");
    CHECK(generation.at("text") == "Hello there.");
    CHECK(generation.at("duration") == 0.0);
    CHECK(generation.at("seed") == 7);
    CHECK(generation.at("profile_id").is_null());
    server.engine().gate.open();
    const auto events = statusOf(server, generation.at("id"));
    CHECK(events.back().at("status") == "completed");
    CHECK(events.back().at("duration").get<double>() == Approx(0.6));
    const auto audio = server.library().generations().audio(generation.at("id").get<std::string>());
    REQUIRE(audio);
    CHECK(std::filesystem::file_size(audio->path) == 44 + 13230 * 2);
}

TEST_CASE("a_kept_recording_says_its_exact_length") {
    TestServer server;
    const auto id = generate(server);
    statusOf(server, id);
    std::ifstream file(server.library().generations().audio(id)->path, std::ios::binary);
    std::string head(44, '\0');
    file.read(head.data(), 44);
    const auto size = [&](std::size_t at) {
        std::uint32_t value = 0;
        std::memcpy(&value, head.data() + at, sizeof value);
        return value;
    };
    CHECK(size(4) == 36 + 13230 * 2);
    CHECK(size(40) == 13230 * 2);
}

TEST_CASE("status_tells_place_progress_and_end") {
    TestServer server;
    server.engine().gate.close();
    const auto first = generate(server);
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    const auto second = generate(server);
    RawClient listener(server.port());
    listener.send(request(server.port(), "GET", "/generate/" + second + "/status"));
    std::string seen;
    while (seen.find(R"("status":"queued")") == std::string::npos) {
        seen += listener.receiveSome();
    }
    CHECK(seen.find(R"("position":1)") != std::string::npos);
    server.engine().gate.open();
    seen += listener.receiveAll();
    CHECK(seen.find(R"("status":"completed")") != std::string::npos);
    CHECK(stateOf(server, first) == store::Status::completed);
}

TEST_CASE("the_end_is_told_again_to_those_who_come_late") {
    TestServer server;
    const auto id = generate(server);
    statusOf(server, id);
    const auto late = statusOf(server, id);
    CHECK(late.size() == 1);
    CHECK(late.back().at("status") == "completed");
    CHECK(statusOf(server, "no-such-id").back() == json{{"id", "no-such-id"}, {"status", "not_found"}});
}

TEST_CASE("a_waiting_and_a_running_generation_can_be_cancelled") {
    TestServer server;
    server.engine().gate.close();
    const auto running = generate(server);
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    const auto waiting = generate(server);
    CHECK(post(server, "/generate/" + waiting + "/cancel", nullptr).status == 200);
    CHECK(stateOf(server, waiting) == store::Status::cancelled);
    CHECK(post(server, "/generate/" + running + "/cancel", nullptr).status == 200);
    CHECK(statusOf(server, running).back().at("status") == "cancelled");
    CHECK(post(server, "/generate/" + running + "/cancel", nullptr).status == 409);
    CHECK(post(server, "/generate/no-such-id/cancel", nullptr).status == 404);
    CHECK(server.engine().finished == 0);
}

TEST_CASE("what_failed_can_be_tried_again_and_nothing_else") {
    TestServer server(failing());
    const auto id = generate(server);
    const auto ended = statusOf(server, id).back();
    CHECK(ended.at("status") == "failed");
    CHECK(ended.at("error") == "the fake engine was told to fail");
    CHECK(post(server, "/generate/" + id + "/regenerate", nullptr).status == 409);
    const auto again = post(server, "/generate/" + id + "/retry", nullptr);
    CHECK(again.status == 200);
    CHECK(json::parse(again.body).at("id") == id);
    CHECK(statusOf(server, id).back().at("status") == "failed");
    CHECK(post(server, "/generate/no-such-id/retry", nullptr).status == 404);
}

TEST_CASE("regenerating_adds_a_take_and_cancelling_that_leaves_the_good_one") {
    TestServer server;
    const auto id = generate(server);
    statusOf(server, id);
    CHECK(post(server, "/generate/" + id + "/retry", nullptr).status == 409);
    CHECK(post(server, "/generate/" + id + "/regenerate", nullptr).status == 200);
    CHECK(statusOf(server, id).back().at("status") == "completed");
    CHECK(server.library().generations().find(id)->takes.size() == 2);

    server.engine().gate.close();
    CHECK(post(server, "/generate/" + id + "/regenerate", nullptr).status == 200);
    CHECK(post(server, "/generate/" + id + "/cancel", nullptr).status == 200);
    CHECK(statusOf(server, id).back().at("status") == "completed");
    CHECK(server.library().generations().find(id)->takes.size() == 2);
    CHECK(server.library().generations().audio(id));
}

TEST_CASE("the_profile_chooses_the_voice") {
    TestServer server;
    store::ProfileFields fields;
    fields.name = "Wren herself";
    fields.presetVoiceId = "wren";
    const auto profile = server.library().profiles().create(fields);
    REQUIRE(profile);
    const auto id = generate(server, {{"text", "Hello"}, {"profile_id", profile->id}});
    statusOf(server, id);
    const auto row = server.library().generations().find(id);
    CHECK(row->order.voice == "wren");
    CHECK(row->order.profileName == "Wren herself");
    CHECK(row->takes.at(0).sampleRate == 16000);
    const auto spoken = post(server, "/speak", {{"text", "Hello"}, {"profile", "Wren herself"}});
    CHECK(spoken.status == 200);
    CHECK(json::parse(spoken.body).at("voice") == "wren");
    CHECK(json::parse(spoken.body).at("source") == "speak");
}

TEST_CASE("what_cannot_be_generated_is_refused_with_a_reason") {
    TestServer server;
    struct Wrong {
        json body;
        int status;
        const char* says;
    };
    const auto wrong = GENERATE(
        Wrong{json::object(), 400, "text"}, Wrong{{{"text", ""}}, 400, "text"}, Wrong{{{"text", " \n"}}, 400, "text"},
        Wrong{{{"text", 5}}, 400, "text"}, Wrong{{{"text", std::string(50001, 'a')}}, 400, "50000"},
        Wrong{{{"text", "Hi"}, {"profile_id", "none"}}, 404, "profile"},
        Wrong{{{"text", "Hi"}, {"voice", "nobody"}}, 404, "robin, wren"},
        Wrong{{{"text", "Hi"}, {"language", "fr"}}, 400, "en-GB"}, Wrong{{{"text", "Hi"}, {"seed", -1}}, 400, "seed"},
        Wrong{{{"text", "Hi"}, {"speed", 9}}, 400, "speed"}, Wrong{{{"text", "Hi"}, {"format", "aac"}}, 400, "flac"},
        Wrong{{{"text", "Hi"}, {"max_chunk_chars", 5}}, 400, "max_chunk_chars"},
        Wrong{{{"text", "Hi"}, {"save", "yes"}}, 400, "save"},
        Wrong{{{"text", "Hi"}, {"personality", true}}, 400, "personality"},
        Wrong{{{"text", "Hi"}, {"effects_chain", {{{"type", "reverb"}}}}}, 400, "effects_chain"});
    const auto path = GENERATE("/generate", "/generate/stream");
    const auto answer = post(server, path, wrong.body);
    CHECK(answer.status == wrong.status);
    CHECK_THAT(json::parse(answer.body).at("detail").get<std::string>(), Catch::Contains(wrong.says));
    CHECK(server.engine().started == 0);
}

TEST_CASE("members_of_voicebox_that_mean_nothing_here_are_read_and_ignored") {
    TestServer server;
    CHECK(post(server, "/generate",
               {{"text", "Hi"},
                {"engine", "qwen"},
                {"model_size", "1.7B"},
                {"instruct", nullptr},
                {"normalize", true},
                {"max_chunk_chars", 800},
                {"crossfade_ms", 50},
                {"effects_chain", nullptr},
                {"unknown", {1, 2}}})
              .status == 200);
}

TEST_CASE("streaming_gives_audio_and_keeps_nothing") {
    TestServer server;
    const auto answer = post(server, "/generate/stream", {{"text", "Hello"}, {"voice", "wren"}});
    CHECK(answer.status == 200);
    CHECK(answer.complete);
    CHECK(answer.headers.at("content-type") == "audio/wav");
    CHECK(answer.body.size() == 44 + 9600 * 2);
    CHECK(server.library().generations().search({})->total == 0);
}

TEST_CASE("a_stream_that_is_saved_is_in_the_library_when_it_ends") {
    TestServer server;
    const auto answer = post(server, "/generate/stream", {{"text", "Hello"}, {"seed", 7}, {"save", true}});
    CHECK(answer.status == 200);
    REQUIRE(answer.complete);
    CHECK(answer.body.size() == 44 + 13230 * 2);
    const auto kept = server.library().generations().find(answer.headers.at("x-generation-id"));
    REQUIRE(kept);
    CHECK(kept->status == store::Status::completed);
    CHECK(kept->order.text == "Hello");
    REQUIRE(kept->takes.size() == 1);
    CHECK(kept->takes.front().seed == 7);
    CHECK(std::filesystem::file_size(server.library().generations().audio(kept->id)->path) == answer.body.size());
}

TEST_CASE("a_saved_stream_can_be_spoken_again_the_moment_it_has_ended") {
    TestServer server;
    const auto id = post(server, "/generate/stream", {{"text", "Hello"}, {"save", true}}).headers.at("x-generation-id");
    for (std::size_t takes = 2; takes < 20; ++takes) {
        CHECK(post(server, "/generate/" + id + "/regenerate", nullptr).status == 200);
        CHECK(statusOf(server, id).back().at("status") == "completed");
        CHECK(server.library().generations().find(id)->takes.size() == takes);
    }
}

TEST_CASE("a_listener_who_leaves_a_saved_stream_leaves_a_cancelled_generation") {
    TestServer::Setup setup;
    setup.script.chunks = 2000;
    setup.script.delayPerChunk = 5ms;
    TestServer server(setup);
    {
        RawClient leaving(server.port());
        leaving.send(request(server.port(), "POST", "/generate/stream", R"({"text":"Hello","save":true})"));
        CHECK(parseAnswer(leaving.receiveSome()).status == 200);
    }
    REQUIRE(eventually([&] { return server.engine().cancelled == 1; }));
    const auto rows = server.library().generations().search({})->items;
    REQUIRE(rows.size() == 1);
    CHECK(statusOf(server, rows.front().id).back().at("status") == "cancelled");
}

TEST_CASE("a_saved_stream_that_fails_says_which_generation_it_was") {
    TestServer::Setup setup;
    setup.script.failAtChunk = GENERATE(0, 1);
    TestServer server(setup);
    const auto answer = post(server, "/generate/stream", {{"text", "Hello"}, {"save", true}});
    CHECK(answer.status == (setup.script.failAtChunk == 0 ? 500 : 200));
    CHECK(answer.complete == (answer.status == 500));
    const auto id = answer.headers.at("x-generation-id");
    CHECK(statusOf(server, id).back().at("error") == "the fake engine was told to fail");
    CHECK(stateOf(server, id) == store::Status::failed);
}

TEST_CASE("an_overfull_queue_refuses_generations_and_leaves_no_rows") {
    TestServer server;
    server.engine().gate.close();
    generate(server);
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    for (std::size_t i = 0; i < server::kMaximumWaitingJobs; ++i) {
        generate(server);
    }
    CHECK(post(server, "/generate/stream", {{"text", "Hello"}, {"save", true}}).status == 429);
    const auto refused = post(server, "/generate", {{"text", "Hello"}});
    CHECK(refused.status == 429);
    CHECK(std::stoi(refused.headers.at("retry-after")) >= 1);
    CHECK(server.library().generations().search({})->total == server::kMaximumWaitingJobs + 1);
    // Others still get a place.
    CHECK(post(server, "/generate", {{"text", "Hello"}}, "X-Voicebox-Client-Id: somebody else\r\n").status == 200);
}

TEST_CASE("tasks_are_listed_and_cleared") {
    TestServer server;
    server.engine().gate.close();
    const auto id = generate(server, {{"text", std::string(100, 'x') + "é"}});
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    generate(server);
    const auto active = json::parse(get(server, "/tasks/active").body);
    CHECK(active.at("downloads").empty());
    REQUIRE(active.at("generations").size() == 2);
    const auto& first = active.at("generations").at(0);
    CHECK(first.at("task_id") == id);
    CHECK(first.at("status") == "generating");
    CHECK(first.at("text_preview").get<std::string>().size() < 60);
    CHECK(json::parse(post(server, "/tasks/clear", nullptr).body).at("message") == "Cancelled 2 tasks");
    CHECK(eventually([&] { return json::parse(get(server, "/tasks/active").body).at("generations").empty(); }));
}

TEST_CASE("listeners_are_bounded_and_leave_room_for_others") {
    TestServer server;
    server.engine().gate.close();
    const auto id = generate(server);
    std::vector<RawClient> listeners;
    int refused = 0;
    for (int i = 0; i < 40; ++i) {
        listeners.emplace_back(server.port());
        listeners.back().send(request(server.port(), "GET", "/generate/" + id + "/status"));
        refused += parseAnswer(listeners.back().receiveSome()).status == 503 ? 1 : 0;
    }
    CHECK(refused == 40 - static_cast<int>(http::ServerLimits().eventStreams));
    CHECK(get(server, "/health").status == 200);
    listeners.clear();
    CHECK(eventually([&] {  // those who left have made room
        RawClient listener(server.port());
        listener.send(request(server.port(), "GET", "/generate/" + id + "/status"));
        return parseAnswer(listener.receiveSome()).status == 200;
    }));
}
