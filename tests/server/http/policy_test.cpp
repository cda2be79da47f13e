#include <string>

#include <spdlog/fmt/fmt.h>
#include <catch2/catch.hpp>

#include "server/support/raw_client.h"
#include "server/support/test_server.h"

// Who may talk to the server, tried from outside.

using namespace parlando;
using namespace parlando::testing;

namespace {

Answer withHeaders(const TestServer& server, std::string_view method, std::string_view path, std::string_view headers) {
    return ask(server.port(), fmt::format("{} {} HTTP/1.1\r\n{}\r\n", method, path, headers));
}

}  // namespace

TEST_CASE("the_names_of_this_machine_are_accepted_as_host") {
    TestServer server;
    const auto name = GENERATE("127.0.0.1", "localhost", "[::1]", "LocalHost");
    CHECK(withHeaders(server, "GET", "/health", fmt::format("Host: {}:{}\r\n", name, server.port())).status == 200);
}

TEST_CASE("any_other_host_is_refused") {
    TestServer server;
    const auto port = server.port();
    const auto host = GENERATE_COPY(
        fmt::format("evil.example:{}", port), fmt::format("127.0.0.1.evil.example:{}", port), std::string("127.0.0.1"),
        fmt::format("127.0.0.1:{}", port == 1 ? 2 : port - 1), fmt::format("localhost.:{}", port),
        fmt::format("127.1:{}", port), fmt::format("0.0.0.0:{}", port), fmt::format("user@127.0.0.1:{}", port),
        fmt::format("127.0.0.1:{}, evil.example", port), std::string());
    const auto answer = withHeaders(server, "GET", "/health", fmt::format("Host: {}\r\n", host));
    CHECK(answer.status == 421);
    CHECK(answer.body.find("host_not_allowed") != std::string::npos);
    CHECK(!answer.headers.contains("access-control-allow-origin"));
}

TEST_CASE("exactly_one_host_header_is_needed") {
    TestServer server;
    const auto host = fmt::format("Host: 127.0.0.1:{}\r\n", server.port());
    CHECK(withHeaders(server, "GET", "/health", "").status == 400);
    CHECK(withHeaders(server, "GET", "/health", host + host).status == 400);
    CHECK(withHeaders(server, "GET", "/health", host + "host: evil.example\r\n").status == 400);
}

TEST_CASE("a_configured_host_is_accepted_with_our_port") {
    TestServer::Setup setup;
    setup.allowedHosts = {"Studio.lan", "proxy.lan:8080"};
    TestServer server(setup);
    CHECK(withHeaders(server, "GET", "/health", fmt::format("Host: studio.lan:{}\r\n", server.port())).status == 200);
    CHECK(withHeaders(server, "GET", "/health", "Host: proxy.lan:8080\r\n").status == 200);
    CHECK(withHeaders(server, "GET", "/health", "Host: studio.lan\r\n").status == 421);
}

TEST_CASE("pages_of_other_origins_are_refused") {
    TestServer server;
    const auto headers =
        GENERATE("Origin: https://evil.example\r\n", "Origin: null\r\n", "Origin: \r\n",
                 "Origin: http://localhost:3000\r\n", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n",
                 "Sec-Fetch-Site: \r\n", "Sec-Fetch-Site: none\r\nSec-Fetch-Site: none\r\n");
    const auto method = GENERATE("GET", "POST", "DELETE", "OPTIONS", "HEAD");
    const auto answer =
        withHeaders(server, method, "/health", fmt::format("Host: 127.0.0.1:{}\r\n{}", server.port(), headers));
    CHECK(answer.status == 403);
    CHECK(!answer.headers.contains("access-control-allow-origin"));
}

TEST_CASE("people_and_scripts_are_accepted_without_an_origin") {
    TestServer server;
    const auto headers = GENERATE("", "Sec-Fetch-Site: none\r\n", "Sec-Fetch-Site: same-origin\r\n");
    const auto host = fmt::format("Host: 127.0.0.1:{}\r\n", server.port());
    const auto answer = withHeaders(server, "GET", "/health", host + headers);
    CHECK(answer.status == 200);
    CHECK(!answer.headers.contains("access-control-allow-origin"));
}

TEST_CASE("an_allowed_origin_may_call_and_read") {
    TestServer::Setup setup;
    setup.allowedOrigins = {"http://localhost:3000"};
    TestServer server(setup);
    const auto host = fmt::format("Host: 127.0.0.1:{}\r\n", server.port());
    const std::string origin = "Origin: http://localhost:3000\r\nSec-Fetch-Site: same-site\r\n";

    const auto answer = withHeaders(server, "GET", "/v1/models", host + origin);
    CHECK(answer.status == 200);
    CHECK(answer.headers.at("access-control-allow-origin") == "http://localhost:3000");
    CHECK(answer.headers.at("vary") == "Origin");

    const auto preflight =
        withHeaders(server, "OPTIONS", "/v1/audio/speech", host + origin + "Access-Control-Request-Method: POST\r\n");
    CHECK(preflight.status == 204);
    CHECK(preflight.headers.at("access-control-allow-origin") == "http://localhost:3000");
    CHECK(preflight.headers.at("access-control-allow-headers").find("Authorization") != std::string::npos);
    CHECK(!preflight.headers.contains("access-control-allow-private-network"));
    CHECK(!preflight.headers.contains("access-control-allow-credentials"));

    const auto refused = GENERATE("http://localhost:3001", "http://localhost:3000.evil.example",
                                  "https://localhost:3000", "http://LOCALHOST:3000", "null");
    CHECK(withHeaders(server, "GET", "/v1/models", host + fmt::format("Origin: {}\r\n", refused)).status == 403);
    CHECK(withHeaders(server, "OPTIONS", "/v1/models", host + fmt::format("Origin: {}\r\n", refused)).status == 403);
}

TEST_CASE("errors_are_readable_for_an_allowed_origin") {
    TestServer::Setup setup;
    setup.allowedOrigins = {"http://localhost:3000"};
    TestServer server(setup);
    const auto answer = withHeaders(server, "GET", "/nothing",
                                    fmt::format("Host: 127.0.0.1:{}\r\nOrigin: http://localhost:"
                                                "3000\r\n",
                                                server.port()));
    CHECK(answer.status == 404);
    CHECK(answer.headers.at("access-control-allow-origin") == "http://localhost:3000");
}

TEST_CASE("with_a_key_everything_but_health_needs_it") {
    TestServer::Setup setup;
    setup.apiKey = "a-long-random-key";
    TestServer server(setup);
    const auto get = [&](std::string_view path, std::string_view header) {
        return ask(server.port(), request(server.port(), "GET", path, {}, header));
    };
    CHECK(get("/health", "").status == 200);
    CHECK(get("/v1/models", "Authorization: Bearer a-long-random-key\r\n").status == 200);
    CHECK(get("/v1/models", "authorization: bearer a-long-random-key\r\n").status == 200);
    const auto wrong = GENERATE("", "Authorization: Bearer a-long-random-kez\r\n", "Authorization: Bearer \r\n",
                                "Authorization: Bearer a-long-random-key1\r\n", "Authorization: Bearer a-long\r\n",
                                "Authorization: Basic a-long-random-key\r\n", "Authorization: a-long-random-key\r\n",
                                "Authorization: Bearer a-long-random-key\r\nAuthorization: Bearer x\r\n");
    const auto path = GENERATE("/v1/models", "/v1/audio/voices", "/nothing", "/");
    const auto answer = get(path, wrong);
    CHECK(answer.status == 401);
    CHECK(answer.headers.at("www-authenticate") == "Bearer");
    CHECK(answer.body.find("a-long") == std::string::npos);
}

TEST_CASE("json_must_be_announced_as_json") {
    TestServer server;
    const auto type = GENERATE("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
                               "application/jsonp", "text/json");
    const auto answer =
        ask(server.port(), fmt::format("POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: {}\r\n"
                                       "Content-Length: 17\r\n\r\n{{\"input\":\"Hello\"}}",
                                       server.port(), type));
    CHECK(answer.status == 415);
    CHECK(server.engine().started == 0);
}

TEST_CASE("every_answer_carries_the_standard_headers") {
    TestServer server;
    const auto path = GENERATE("/health", "/nothing", "/v1/models", "/%zz");
    const auto answer = ask(server.port(), request(server.port(), "GET", path));
    CHECK(answer.headers.at("x-content-type-options") == "nosniff");
    CHECK(answer.headers.at("content-security-policy") == "default-src 'none'");
    CHECK(answer.headers.at("cache-control") == "no-store");
    CHECK(answer.headers.at("content-type") == "application/json");
}

TEST_CASE("listening_on_the_network_without_a_key_is_refused") {
    http::ServerConfig config;
    config.host = "0.0.0.0";
    CHECK(!http::Server::bind(config, {}));
}
