#include <QJsonArray>
#include <catch2/catch.hpp>

#include "desktop/api/api_client.h"
#include "desktop/api/audio_fetch.h"
#include "desktop/api/event_stream.h"
#include "desktop/models/loop.h"
#include "desktop/peer/scripted_server.h"

using namespace parlando;
using namespace parlando::desktop;

namespace {

struct Connected {
    Connected() { api.setAddress({QUrl(server.address()), "secret"}); }

    std::optional<ApiClient::Answer> get(const QString& path) {
        std::optional<ApiClient::Answer> answer;
        api.get(path, &api, [&](const ApiClient::Answer& got) { answer = got; });
        REQUIRE(waitUntil([&] { return answer.has_value(); }));
        return answer;
    }

    QCoreApplication& loop = application();
    ScriptedServer server;
    ApiClient api;
};

}  // namespace

TEST_CASE("an_answer_is_json_and_a_request_carries_the_key") {
    Connected test;
    test.server.answer("GET /thing", R"({"a":1})");
    const auto answer = test.get("/thing");
    REQUIRE(*answer);
    CHECK((**answer)["a"] == 1);
    CHECK(test.server.requests().first().head.contains("Authorization: Bearer secret"));
}

TEST_CASE("an_empty_object_is_sent_as_no_body") {
    Connected test;
    test.server.answer("POST /command", "{}");
    std::optional<ApiClient::Answer> answer;
    test.api.post("/command", {}, &test.api, [&](const ApiClient::Answer& got) { answer = got; });
    REQUIRE(waitUntil([&] { return answer.has_value(); }));
    CHECK(*answer);
    CHECK(test.server.requests().first().body.isEmpty());
}

TEST_CASE("an_error_is_the_servers_own_sentence") {
    Connected test;
    test.server.answer("GET /a", R"({"detail":"The voice is unknown.","code":"not_found"})", 404);
    test.server.answer("GET /b", R"({"error":{"message":"Too long."}})", 400);
    test.server.answer("GET /c", R"({"detail":[{"msg":"'text' is missing"}]})", 422);
    test.server.answer("GET /d", "<html>", 500);
    CHECK((*test.get("/a")).error().message == "The voice is unknown.");
    CHECK((*test.get("/a")).error().code == ErrorCode::notFound);
    CHECK((*test.get("/b")).error().message == "Too long.");
    CHECK((*test.get("/c")).error().message == "'text' is missing");
    CHECK((*test.get("/d")).error().message == "The speech server answered with status 500.");
}

TEST_CASE("what_is_not_json_is_an_error") {
    Connected test;
    test.server.answer("GET /page", "<html></html>");
    CHECK((*test.get("/page")).error().code == ErrorCode::corrupt);
}

TEST_CASE("a_server_that_is_not_there_is_an_error_that_says_so") {
    application();
    ApiClient api;
    std::optional<ApiClient::Answer> answer;
    api.get("/thing", &api, [&](const ApiClient::Answer& got) { answer = got; });
    CHECK_FALSE(answer);  // never before the caller has gone on
    REQUIRE(waitUntil([&] { return answer.has_value(); }));
    CHECK(answer->error().code == ErrorCode::busy);
}

TEST_CASE("a_change_of_the_server_ends_what_was_asked_of_the_old_one") {
    Connected test;
    test.server.hold("GET /slow", "application/json");
    std::optional<ApiClient::Answer> answer;
    test.api.get("/slow", &test.api, [&](const ApiClient::Answer& got) { answer = got; });
    REQUIRE(waitUntil([&] { return test.server.isHeld("GET /slow"); }));
    test.api.setAddress({});
    REQUIRE(waitUntil([&] { return answer.has_value(); }));
    CHECK(answer->error().code == ErrorCode::cancelled);
}

TEST_CASE("events_may_be_cut_anywhere_and_comments_are_skipped") {
    const QByteArray stream(
        ": heartbeat\n\nevent: x\ndata: {\"a\":1}\n\ndata: {\"a\":\r\ndata: 2}\r\n\r\ndata: nonsense\n\n");
    for (const int piece : {1, 3, 1000}) {
        EventParser parser;
        QList<QJsonObject> events;
        for (qsizetype at = 0; at < stream.size(); at += piece) {
            events.append(parser.feed(stream.mid(at, piece)));
        }
        REQUIRE(events.size() == 2);
        CHECK(events[0]["a"] == 1);
        CHECK(events[1]["a"] == 2);
    }
}

TEST_CASE("an_endless_event_takes_no_endless_memory_and_the_next_one_is_read") {
    EventParser parser;
    const QByteArray flood(64 * 1024, 'x');
    for (int i = 0; i < 64; ++i) {
        CHECK(parser.feed(flood).isEmpty());
    }
    CHECK(parser.feed("\n\ndata: {\"a\":1}\n\n").size() == 1);
}

TEST_CASE("an_event_stream_listens_again_after_a_break") {
    Connected test;
    test.server.hold("GET /events", "text/event-stream");
    EventStream stream(test.api, "/events");
    int received = 0;
    QObject::connect(&stream, &EventStream::received, &stream, [&] { ++received; });
    stream.start();
    REQUIRE(waitUntil([&] { return test.server.isHeld("GET /events"); }));
    test.server.send("GET /events", "data: {\"a\":1}\n\n");
    REQUIRE(waitUntil([&] { return received == 1; }));
    test.server.cut("GET /events");
    REQUIRE(waitUntil([&] { return test.server.isHeld("GET /events"); }));
    test.server.send("GET /events", "data: {\"a\":2}\n\n");
    REQUIRE(waitUntil([&] { return received == 2; }));
}

TEST_CASE("audio_is_there_before_it_is_all_there") {
    Connected test;
    test.server.hold("POST /speech", "audio/wav");
    AudioFetch fetch(test.api.openPost("/speech", {}));
    bool finished = false;
    QObject::connect(&fetch, &AudioFetch::finished, &fetch, [&] { finished = true; });
    REQUIRE(waitUntil([&] { return test.server.isHeld("POST /speech"); }));
    test.server.send("POST /speech", wavOf(0.5));
    REQUIRE(waitUntil([&] { return fetch.clip() != nullptr && fetch.clip()->seconds() >= 0.5; }));
    CHECK_FALSE(fetch.clip()->isComplete());
    test.server.finish("POST /speech");
    REQUIRE(waitUntil([&] { return finished; }));
    CHECK(fetch.clip()->isComplete());
}

TEST_CASE("audio_that_breaks_off_is_an_error_and_what_came_is_kept") {
    Connected test;
    test.server.hold("POST /speech", "audio/wav");
    AudioFetch fetch(test.api.openPost("/speech", {}));
    std::optional<Error> error;
    QObject::connect(&fetch, &AudioFetch::failed, &fetch, [&](const Error& told) { error = told; });
    REQUIRE(waitUntil([&] { return test.server.isHeld("POST /speech"); }));
    test.server.send("POST /speech", wavOf(0.5));
    REQUIRE(waitUntil([&] { return fetch.clip() != nullptr; }));
    test.server.cut("POST /speech");
    REQUIRE(waitUntil([&] { return error.has_value(); }));
    CHECK(error->code == ErrorCode::io);
    CHECK(fetch.clip()->seconds() == Approx(0.5));
}

TEST_CASE("an_answer_without_audio_is_an_error") {
    Connected test;
    test.server.answer("POST /speech", "", 200, "audio/wav");
    AudioFetch fetch(test.api.openPost("/speech", {}));
    std::optional<Error> error;
    QObject::connect(&fetch, &AudioFetch::failed, &fetch, [&](const Error& told) { error = told; });
    REQUIRE(waitUntil([&] { return error.has_value(); }));
    CHECK(error->code == ErrorCode::corrupt);
}
