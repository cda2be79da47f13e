#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

#include "server/support/raw_client.h"
#include "server/support/test_server.h"

// What handlers can rely on: bodies, streams, leaving clients, draining.

using namespace parlando;
using namespace parlando::testing;
using namespace std::chrono_literals;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

}  // namespace

TEST_CASE("a_port_that_is_taken_is_an_error") {
    TestServer first;
    http::ServerConfig config;
    config.port = first.port();
    const auto second = http::Server::bind(config, {});
    REQUIRE(!second);
    CHECK(second.error().code == ErrorCode::busy);
}

TEST_CASE("a_port_is_free_again_at_once") {
    int port = 0;
    {
        TestServer server;
        port = server.port();
        CHECK(ask(port, request(port, "GET", "/health")).status == 200);
    }
    http::ServerConfig config;
    config.port = port;
    CHECK(http::Server::bind(config, {}));
}

TEST_CASE("path_parameters_and_bodies_reach_the_handler") {
    TestServer::Setup setup;
    setup.addRoutes = [](http::Router& router) {
        router.add({"POST", "/echo/{name}/end",
                    [](const http::Request& request) {
                        return http::json(200,
                                          request.pathParameters.at("name") + "|" + request.query + "|" + request.body);
                    },
                    http::BodyKind::json, 1 << 20});
    };
    TestServer server(setup);
    const std::string body(300'000, '7');
    const auto answer = ask(server.port(), request(server.port(), "POST", "/echo/a%20b/end?x=1&y", body));
    CHECK(answer.status == 200);
    CHECK(answer.body == "a b|x=1&y|" + body);
}

TEST_CASE("a_client_that_waits_for_100_continue_gets_it") {
    TestServer server;
    RawClient client(server.port());
    const std::string body = R"({"input":"Hello","response_format":"wav"})";
    const auto whole = request(server.port(), "POST", "/v1/audio/speech", body, "Expect: 100-continue\r\n");
    client.send(whole.substr(0, whole.size() - body.size()));
    CHECK(client.receiveSome().starts_with("HTTP/1.1 100"));
    client.send(body);
    CHECK(parseAnswer(client.receiveAll()).status == 200);
}

TEST_CASE("head_gives_the_headers_of_get") {
    TestServer server;
    const auto answer = ask(server.port(), request(server.port(), "HEAD", "/health"));
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
    CHECK(answer.headers.at("content-type") == "application/json");
}

TEST_CASE("a_wrong_method_names_the_right_one") {
    TestServer server;
    const auto answer = ask(server.port(), request(server.port(), "DELETE", "/health"));
    CHECK(answer.status == 405);
    CHECK(answer.headers.at("allow") == "GET");
    CHECK(ask(server.port(), request(server.port(), "GET", "/v1/audio/speech")).status == 405);
}

TEST_CASE("what_a_handler_throws_does_not_leak") {
    TestServer::Setup setup;
    setup.addRoutes = [](http::Router& router) {
        router.add(
            {"GET", "/throw", [](const http::Request&) -> http::Response { throw std::runtime_error("secret"); }});
        router.add({"GET", "/throw-anything", [](const http::Request&) -> http::Response { throw 42; }});
        router.add({"GET", "/throw-late", [](const http::Request&) {
                        http::Response response;
                        response.body = [](const http::BodySink& sink) -> Result<> {
                            PARLANDO_TRY(sink(bytesOf("begin")));
                            throw std::runtime_error("secret");
                        };
                        return response;
                    }});
    };
    TestServer server(setup);
    for (const auto* path : {"/throw", "/throw-anything"}) {
        const auto answer = ask(server.port(), request(server.port(), "GET", path));
        CHECK(answer.status == 500);
        CHECK(answer.body.find("secret") == std::string::npos);
        CHECK(answer.body.find("internal") != std::string::npos);
    }
    const auto late = ask(server.port(), request(server.port(), "GET", "/throw-late"));
    CHECK(late.status == 200);
    CHECK(!late.complete);
    CHECK(ask(server.port(), request(server.port(), "GET", "/health")).status == 200);
}

TEST_CASE("a_stream_arrives_piece_by_piece_and_ends_with_its_mark") {
    engine::Gate gate;
    gate.close();
    TestServer::Setup setup;
    setup.addRoutes = [&gate](http::Router& router) {
        router.add({"GET", "/stream", [&gate](const http::Request& request) {
                        http::Response response;
                        response.contentType = "text/plain";
                        response.body = [&gate, stop = request.cancelled](const http::BodySink& sink) -> Result<> {
                            PARLANDO_TRY(sink(bytesOf("first")));
                            gate.pass(stop);
                            PARLANDO_TRY(sink({}));  // nothing, which is not the end
                            return sink(bytesOf("second"));
                        };
                        return response;
                    }});
    };
    TestServer server(setup);
    RawClient client(server.port());
    client.send(request(server.port(), "GET", "/stream"));
    std::string bytes;
    while (bytes.find("first") == std::string::npos) {
        const auto some = client.receiveSome();
        REQUIRE(!some.empty());
        bytes += some;
    }
    gate.open();
    bytes += client.receiveAll();
    const auto answer = parseAnswer(bytes);
    CHECK(answer.body == "firstsecond");
    CHECK(answer.complete);
}

TEST_CASE("a_stream_that_fails_ends_without_its_mark") {
    TestServer::Setup setup;
    setup.addRoutes = [](http::Router& router) {
        router.add({"GET", "/stream", [](const http::Request&) {
                        http::Response response;
                        response.body = [](const http::BodySink& sink) -> Result<> {
                            PARLANDO_TRY(sink(bytesOf("begin")));
                            return failure(ErrorCode::internal, "no more");
                        };
                        return response;
                    }});
    };
    TestServer server(setup);
    const auto answer = ask(server.port(), request(server.port(), "GET", "/stream"));
    CHECK(answer.body == "begin");
    CHECK(!answer.complete);
}

TEST_CASE("a_handler_learns_that_its_client_has_left") {
    std::atomic<bool> noticed = false;
    std::atomic<bool> entered = false;
    TestServer::Setup setup;
    setup.addRoutes = [&](http::Router& router) {
        router.add({"GET", "/wait", [&](const http::Request& request) {
                        entered = true;
                        noticed = eventually([&] { return request.cancelled.stop_requested(); });
                        return http::json(200, "{}");
                    }});
    };
    TestServer server(setup);
    RawClient client(server.port());
    client.send(request(server.port(), "GET", "/wait"));
    REQUIRE(eventually([&] { return entered.load(); }));
    client.close();
    CHECK(eventually([&] { return noticed.load(); }));
}

TEST_CASE("a_client_that_stops_reading_is_cut") {
    std::atomic<bool> ended = false;
    TestServer::Setup setup;
    setup.limits.connection.write = 300ms;
    setup.addRoutes = [&](http::Router& router) {
        router.add({"GET", "/flood", [&](const http::Request&) {
                        http::Response response;
                        response.body = [&ended](const http::BodySink& sink) -> Result<> {
                            const std::string block(65536, 'x');
                            for (int i = 0; i < 10'000; ++i) {
                                if (auto sent = sink(bytesOf(block)); !sent) {
                                    ended = true;
                                    return sent;
                                }
                            }
                            return {};
                        };
                        return response;
                    }});
    };
    TestServer server(setup);
    RawClient client(server.port());
    client.send(request(server.port(), "GET", "/flood"));
    CHECK(eventually([&] { return ended.load(); }));
}

TEST_CASE("stopping_lets_a_request_finish_and_takes_no_new_one") {
    engine::Gate gate;
    gate.close();
    std::atomic<bool> entered = false;
    TestServer::Setup setup;
    setup.addRoutes = [&](http::Router& router) {
        router.add({"GET", "/slow", [&](const http::Request& request) {
                        entered = true;
                        gate.pass(request.cancelled);
                        return http::json(200, "{}");
                    }});
    };
    TestServer server(setup);
    RawClient slow(server.port());
    slow.send(request(server.port(), "GET", "/slow"));
    REQUIRE(eventually([&] { return entered.load(); }));
    std::jthread stopper([&] { server.stop(20s); });
    CHECK(eventually([&] { return !RawClient(server.port()).connected(); }));
    gate.open();
    CHECK(parseAnswer(slow.receiveAll()).complete);
}

TEST_CASE("stopping_cancels_what_does_not_finish") {
    std::atomic<bool> entered = false;
    TestServer::Setup setup;
    setup.addRoutes = [&](http::Router& router) {
        router.add({"GET", "/forever", [&](const http::Request& request) {
                        entered = true;
                        eventually([&] { return request.cancelled.stop_requested(); });
                        return http::json(503, "{}");
                    }});
    };
    TestServer server(setup);
    RawClient client(server.port());
    client.send(request(server.port(), "GET", "/forever"));
    REQUIRE(eventually([&] { return entered.load(); }));
    RawClient silent(server.port());  // connected and says nothing: does not delay the end
    server.stop(100ms);
    CHECK(parseAnswer(client.receiveAll()).status == 503);
}

TEST_CASE("event_streams_leave_workers_for_others") {
    engine::Gate gate;
    gate.close();
    TestServer::Setup setup;
    setup.limits.eventStreams = 2;
    setup.addRoutes = [&gate](http::Router& router) {
        router.add({"GET", "/events", [&gate](const http::Request& request) {
                        http::Response response;
                        response.contentType = "text/event-stream";
                        response.body = [&gate, stop = request.cancelled](const http::BodySink& sink) -> Result<> {
                            PARLANDO_TRY(sink(bytesOf("data: {}\n\n")));
                            gate.pass(stop);
                            return {};
                        };
                        return response;
                    }});
    };
    TestServer server(setup);
    const auto bytes = request(server.port(), "GET", "/events");
    RawClient first(server.port());
    RawClient second(server.port());
    for (auto* client : {&first, &second}) {
        client->send(bytes);
        REQUIRE(client->receiveSome().starts_with("HTTP/1.1 200"));
    }
    const auto third = ask(server.port(), bytes);
    CHECK(third.status == 503);
    CHECK(third.headers.at("retry-after") == "1");
    second.close();
    CHECK(eventually([&] {
        RawClient another(server.port());
        another.send(bytes);
        return another.receiveSome().starts_with("HTTP/1.1 200");
    }));
}

TEST_CASE("a_line_end_in_the_value_of_a_header_begins_no_header") {
    TestServer::Setup setup;
    setup.addRoutes = [](http::Router& router) {
        router.add({"GET", "/named", [](const http::Request&) {
                        auto response = http::json(200, "{}");
                        response.headers.push_back(
                            {"Content-Disposition", "attachment; filename=a\r\nSet-Cookie: b\r\n\r\nc"});
                        return response;
                    }});
    };
    TestServer server(setup);
    const auto answer = ask(server.port(), request(server.port(), "GET", "/named"));
    CHECK(answer.headers.at("content-disposition") == "attachment; filename=a  Set-Cookie: b    c");
    CHECK(!answer.headers.contains("set-cookie"));
    CHECK(answer.body == "{}");
}

TEST_CASE("work_that_begins_while_the_server_stops_is_stopped") {
    std::atomic<int> entered = 0;
    std::atomic<int> noticed = 0;
    TestServer::Setup setup;
    setup.addRoutes = [&](http::Router& router) {
        router.add({"POST", "/forever",
                    [&](const http::Request& request) {
                        ++entered;
                        noticed += eventually([&] { return request.cancelled.stop_requested(); }) ? 1 : 0;
                        return http::json(503, "{}");
                    },
                    http::BodyKind::json, 100});
    };
    TestServer server(setup);
    const auto bytes = request(server.port(), "POST", "/forever", "{}");
    RawClient early(server.port());
    early.send(bytes);
    RawClient late(server.port());
    late.send(bytes.substr(0, bytes.size() - 1));  // its handler begins when the others have been asked to stop
    REQUIRE(eventually([&] { return entered == 1; }));
    std::jthread stopper([&] { server.stop(100ms); });
    REQUIRE(eventually([&] { return noticed == 1; }));
    late.send(bytes.substr(bytes.size() - 1));
    CHECK(parseAnswer(late.receiveAll()).status == 503);
    CHECK(noticed == 2);
}
