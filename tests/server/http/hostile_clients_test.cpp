#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <spdlog/fmt/fmt.h>
#include <catch2/catch.hpp>

#include "server/support/raw_client.h"
#include "server/support/test_server.h"

// The attacks of our security notes, as bytes on a socket. Every one of them must end in a refusal that
// costs us little, and none may reach a handler.

using namespace parlando;
using namespace parlando::testing;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kAllowedGrowth = 16 * 1024 * 1024;

TestServer::Setup impatient() {
    TestServer::Setup setup;
    setup.limits.connection.head = 600ms;
    setup.limits.connection.body = 600ms;
    setup.limits.workers = 8;
    return setup;
}

std::string speech(int port, std::string_view extra, std::string_view body = R"({"input":"Hello"})") {
    return request(port, "POST", "/v1/audio/speech", body, extra);
}

bool isHealthy(int port) {
    return ask(port, request(port, "GET", "/health")).status == 200;
}

}  // namespace

TEST_CASE("endless_headers_are_cut") {
    TestServer server;
    const auto before = residentBytes();
    RawClient client(server.port());
    client.send(fmt::format("GET /health HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", server.port()));
    std::size_t sent = 0;
    const std::string line = "X-Filler: " + std::string(1000, 'a') + "\r\n";
    for (int i = 0; i < 100'000; ++i) {  // 100 MB, if it were let
        const auto now = client.send(line);
        sent += now;
        if (now < line.size()) {
            break;
        }
    }
    CHECK(sent < 64 * 1024 * 1024);
    CHECK(residentBytes() < before + kAllowedGrowth);
    CHECK(isHealthy(server.port()));
}

TEST_CASE("an_endless_header_line_is_refused_with_431") {
    TestServer server;
    const auto answer = ask(server.port(), "GET /health HTTP/1.1\r\nX-Long: " + std::string(20'000, 'a'));
    CHECK(answer.status == 431);
    CHECK(answer.complete);
}

TEST_CASE("too_many_headers_are_refused_with_431") {
    TestServer server;
    std::string extra;
    for (int i = 0; i < 100; ++i) {
        extra += fmt::format("X-{}: 1\r\n", i);
    }
    CHECK(ask(server.port(), request(server.port(), "GET", "/health", {}, extra)).status == 431);
}

TEST_CASE("a_chunked_body_is_refused_with_411") {
    TestServer server;
    const auto answer =
        ask(server.port(),
            fmt::format("POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json"
                        "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                        server.port()));
    CHECK(answer.status == 411);
    CHECK(server.engine().started == 0);
}

TEST_CASE("a_compressed_body_is_refused_with_415") {
    TestServer server;
    CHECK(ask(server.port(), speech(server.port(), "Content-Encoding: gzip\r\n")).status == 415);
    CHECK(server.engine().started == 0);
}

TEST_CASE("two_framings_of_one_request_are_refused") {
    TestServer server;
    const int port = server.port();
    const std::string hidden = fmt::format("GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", port);
    const auto extra = GENERATE(std::string("Content-Length: 5\r\n"), std::string("Content-Length: 17, 17\r\n"),
                                std::string("Transfer-Encoding: chunked\r\n"), std::string("Transfer-Encoding : x\r\n"),
                                std::string("Content-Length : 5\r\n"), std::string("X: 1\n Content-Length: 9\r\n"),
                                std::string("X: 1\r\n folded\r\n"), std::string("X: a\rb\r\n"));
    RawClient client(port);
    client.send(speech(port, extra) + hidden);
    const auto bytes = client.receiveAll();
    const auto status = parseAnswer(bytes).status;
    CHECK((status == 400 || status == 411));
    CHECK(bytes.find("HTTP/1.1", 1) == std::string::npos);  // one answer and no second
    CHECK(server.engine().started == 0);
}

TEST_CASE("a_second_request_on_the_connection_is_not_executed") {
    TestServer server;
    const auto one = request(server.port(), "GET", "/health", {}, "Connection: keep-alive\r\n");
    RawClient client(server.port());
    client.send(one + one + one);
    const auto bytes = client.receiveAll();
    CHECK(parseAnswer(bytes).status == 200);
    CHECK(bytes.find("HTTP/1.1", 1) == std::string::npos);
    CHECK(parseAnswer(bytes).headers.at("connection") == "close");
}

TEST_CASE("a_request_hidden_in_the_body_of_a_get_is_not_executed") {
    TestServer server;
    const auto hidden = speech(server.port(), "");
    const auto answer = ask(server.port(), request(server.port(), "GET", "/health", hidden));
    CHECK(answer.status == 400);
    CHECK(server.engine().started == 0);
}

TEST_CASE("clients_that_say_nothing_do_not_keep_others_out") {
    TestServer server(impatient());
    std::vector<RawClient> silent;
    for (int i = 0; i < 40; ++i) {
        silent.emplace_back(server.port());
    }
    CHECK(eventually([&] { return isHealthy(server.port()); }));
    CHECK(silent.front().receiveAll().empty());  // closed without a word
}

TEST_CASE("a_client_that_drips_its_head_is_cut_in_total_time") {
    TestServer server(impatient());
    RawClient client(server.port());
    bool closed = false;
    for (int i = 0; i < 100 && !closed; ++i) {
        closed = client.send("G") == 0 || !client.receiveSome(100ms).empty();
    }
    CHECK(closed);
    CHECK(isHealthy(server.port()));
}

TEST_CASE("a_client_that_drips_its_body_is_cut_in_total_time") {
    TestServer server(impatient());
    RawClient client(server.port());
    client.send(
        fmt::format("POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n"
                    "Content-Length: 1000\r\n\r\n",
                    server.port()));
    std::string answer;
    for (int i = 0; i < 100 && answer.empty(); ++i) {
        client.send("{");
        answer = client.receiveSome(100ms);
    }
    CHECK(parseAnswer(answer).status == 400);
    CHECK(server.engine().started == 0);
    CHECK(isHealthy(server.port()));
}

TEST_CASE("a_body_that_ends_early_is_refused") {
    TestServer server;
    RawClient client(server.port());
    client.send(
        fmt::format("POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n"
                    "Content-Length: 1000\r\n\r\n{{\"input\":\"Hello\"}}",
                    server.port()));
    client.closeSending();
    CHECK(parseAnswer(client.receiveAll()).status == 400);
    CHECK(server.engine().started == 0);
}

TEST_CASE("a_body_beyond_the_limit_is_refused_before_it_comes") {
    TestServer server;
    const auto length = GENERATE("5000000", "99999999999", "18446744073709551615");
    const auto answer =
        ask(server.port(),
            fmt::format("POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json"
                        "\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
                        server.port(), length));
    CHECK(answer.status == 413);
    CHECK(answer.complete);
}

TEST_CASE("a_content_length_that_is_no_number_is_refused") {
    TestServer server;
    const auto length = GENERATE("-1", "+5", "0x10", "5 5", "", "99999999999999999999999", "5;");
    const auto answer =
        ask(server.port(),
            fmt::format("POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: {}\r\n\r\nhello",
                        server.port(), length));
    CHECK(answer.status == 400);
}

TEST_CASE("deep_or_broken_json_is_refused_with_400") {
    TestServer server;
    const auto body = GENERATE(std::string(100'000, '['), R"({"input":)" + std::string(1000, '{'), std::string("{"),
                               std::string("[]"), std::string("null"), std::string("\"text\""), std::string(1, '\0'),
                               std::string("{\"input\":\"\xff\xfe\"}"), std::string("{\"input\":\"\\ud800\"}"));
    const auto answer = ask(server.port(), speech(server.port(), "", body));
    CHECK(answer.status == 400);
    CHECK(answer.body.find("invalid_request_error") != std::string::npos);
    CHECK(server.engine().started == 0);
}

TEST_CASE("long_paths_and_ranges_are_refused") {
    TestServer server;
    CHECK(ask(server.port(), request(server.port(), "GET", "/" + std::string(8000, 'a'))).status >= 400);
    CHECK(ask(server.port(), request(server.port(), "GET", "/" + std::string(600, 'a'))).status == 414);
    const auto range = "Range: bytes=" + std::string(1500, '1') + "-\r\n";
    CHECK(ask(server.port(), request(server.port(), "GET", "/health", {}, range)).status == 416);
    CHECK(ask(server.port(), request(server.port(), "GET", "/health", {}, "Range: bytes=0-1\r\n")).status == 200);
    CHECK(isHealthy(server.port()));
}

TEST_CASE("paths_that_hide_something_match_nothing") {
    TestServer server;
    const auto path = GENERATE("/..%2f..%2fetc/passwd", "/v1/models/..%2f..%2fx", "/v1/models/%00", "/v1/models/%2e%2e",
                               "/v1/models/a%5cb", "/v1/models/%", "/v1/models/%zz", "/health/", "//health", "/HEALTH",
                               "/health%00", "/v1/models/../models");
    const auto status = ask(server.port(), request(server.port(), "GET", path)).status;
    CHECK((status == 400 || status == 404));
}

TEST_CASE("what_is_not_http_1_1_is_refused") {
    TestServer server;
    const auto line = GENERATE("GET /health HTTP/1.0", "GET /health", "GET  /health HTTP/1.1", "get /health HTTP/1.1",
                               "BREW /health HTTP/1.1", "GET http://127.0.0.1/health HTTP/1.1", "CONNECT a:80 HTTP/1.1",
                               "GET * HTTP/1.1", "GET /h\x01 HTTP/1.1", "GET /health HTTP/2.0", "PRI * HTTP/2.0", "");
    const auto answer = ask(server.port(), fmt::format("{}\r\nHost: 127.0.0.1:{}\r\n\r\n", line, server.port()));
    CHECK((answer.status == 400 || answer.status == 501));
}

TEST_CASE("noise_is_refused_and_forgotten") {
    TestServer server(impatient());
    RawClient client(server.port());
    client.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));  // the beginning of a TLS handshake
    client.closeSending();
    CHECK(parseAnswer(client.receiveAll()).status == 0);
    CHECK(isHealthy(server.port()));
}

TEST_CASE("more_connections_than_allowed_are_told_to_come_back") {
    auto setup = impatient();
    setup.limits.workers = 4;
    setup.limits.connection.head = 5s;
    TestServer server(setup);
    std::vector<RawClient> silent;
    for (int i = 0; i < 4; ++i) {
        silent.emplace_back(server.port());
    }
    Answer answer;
    CHECK(eventually([&] {
        answer = ask(server.port(), request(server.port(), "GET", "/health"));
        return answer.status == 503;
    }));
    CHECK(answer.headers.at("retry-after") == "1");
    silent.clear();
    CHECK(eventually([&] { return isHealthy(server.port()); }));
}

TEST_CASE("hundreds_of_silent_connections_stay_bounded") {
    auto setup = impatient();
    TestServer server(setup);
    std::vector<RawClient> silent;
    for (int i = 0; i < 400; ++i) {
        silent.emplace_back(server.port());
    }
    silent.clear();
    CHECK(eventually([&] { return isHealthy(server.port()); }));
}
