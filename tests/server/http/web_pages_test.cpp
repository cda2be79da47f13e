#include <atomic>
#include <string>
#include <vector>

#include <spdlog/fmt/fmt.h>
#include <catch2/catch.hpp>

#include "server/support/raw_client.h"
#include "server/support/test_server.h"

// All that a browser can be made to send on behalf of a page that is not ours, as bytes. Handlers count: none of
// it may reach one.

using namespace parlando;
using namespace parlando::testing;

namespace {

constexpr std::string_view kBody = R"({"input":"Hello"})";

// A server whose every path is a trap.
struct Trapped {
    std::atomic<int> reached = 0;
    TestServer server;

    Trapped() : server(setup()) {}

    TestServer::Setup setup() {
        TestServer::Setup made;
        made.allowedOrigins = {"http://allowed.example"};
        made.addRoutes = [this](http::Router& router) {
            const auto trap = [this](const http::Request&) {
                ++reached;
                return http::json(200, "{}");
            };
            router.add({"GET", "/trap", trap});
            router.add({"DELETE", "/trap", trap});
            for (const auto* method : {"POST", "PUT", "PATCH"}) {
                router.add({method, "/trap", trap, http::BodyKind::json, 1000});
            }
        };
        return made;
    }

    // What the server says to these bytes, all of it.
    std::string replyTo(std::string_view bytes) const {
        RawClient client(server.port());
        client.send(bytes);
        return client.receiveAll();
    }
};

struct Source {
    std::string headers;
    bool isTrusted = false;
};

// Where a request says that it comes from.
std::vector<Source> sources(int port) {
    return {
        {"", true},  // a script, and pages in browsers too old to say
        {"Sec-Fetch-Site: none\r\n", true},
        {"Origin: http://evil.example\r\nSec-Fetch-Site: cross-site\r\n"},
        {"Origin: http://evil.example\r\n"},
        {"Origin: null\r\nSec-Fetch-Site: cross-site\r\n"},  // sandboxed frames, data: and file: pages
        {"Origin: null\r\n"},
        {"Origin: http://localhost:3000\r\nSec-Fetch-Site: same-site\r\n"},
        {"Origin: http://allowed.example.evil.example\r\n"},
        {"Origin: http://allowed.example\r\nOrigin: http://evil.example\r\n"},
        {fmt::format("Origin: http://127.0.0.1:{}\r\nSec-Fetch-Site: same-origin\r\n", port)},
        {"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n"},
        {"Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n"},
        {"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n"},
        {"Origin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"},
    };
}

struct Host {
    std::string name;
    bool isOurs = false;
};

// The last ones are what DNS rebinding looks like, and tricks around it.
std::vector<Host> hosts(int port) {
    return {{fmt::format("127.0.0.1:{}", port), true},
            {fmt::format("localhost:{}", port), true},
            {fmt::format("rebind.evil.example:{}", port)},
            {fmt::format("localhost.evil.example:{}", port)},
            {fmt::format("0.0.0.0:{}", port)},
            {fmt::format("127.0.0.2:{}", port)},
            {"127.0.0.1"},
            {"allowed.example"}};
}

std::string head(std::string_view method, std::string_view host, std::string_view further) {
    return fmt::format("{} /trap HTTP/1.1\r\nHost: {}\r\n{}", method, host, further);
}

std::string typed(std::string_view type) {
    return fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n\r\n{}", type, kBody.size(), kBody);
}

// A request that would pass if it stood alone.
std::string hidden(int port) {
    return head("GET", fmt::format("127.0.0.1:{}", port), "\r\n");
}

}  // namespace

TEST_CASE("requests_of_foreign_pages_reach_no_handler") {
    Trapped trapped;
    const int port = trapped.server.port();
    int tried = 0;
    for (const auto& host : hosts(port)) {
        for (const auto& source : sources(port)) {
            for (const auto* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
                const bool takesBody = method[0] == 'P';
                for (const auto* type : {"application/json", "text/plain", "application/x-www-form-urlencoded",
                                         "multipart/form-data; boundary=x"}) {
                    const bool isFine =
                        host.isOurs && source.isTrusted && (!takesBody || type == std::string("application/json"));
                    const auto reply = trapped.replyTo(head(method, host.name, source.headers) +
                                                       (takesBody ? typed(type) : std::string("\r\n")));
                    const auto answer = parseAnswer(reply);
                    INFO(method << ' ' << type << " to " << host.name << " from " << source.headers);
                    CHECK((answer.status >= 400) != isFine);
                    CHECK(answer.headers.count("access-control-allow-origin") == 0);
                    CHECK(trapped.reached.exchange(0) == (isFine ? 1 : 0));  // the trap does work
                    tried += isFine ? 0 : 1;
                    if (method != std::string("POST")) {
                        break;
                    }
                }
            }
        }
    }
    CHECK(tried > 900);
}

TEST_CASE("preflights_of_foreign_pages_are_refused") {
    Trapped trapped;
    const int port = trapped.server.port();
    for (const auto& host : hosts(port)) {
        for (const auto& source : sources(port)) {
            for (const auto* further :
                 {"", "Access-Control-Request-Method: DELETE\r\n",
                  "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n",
                  "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Private-Network: true\r\n"}) {
                const auto answer =
                    parseAnswer(trapped.replyTo(head("OPTIONS", host.name, source.headers + further + "\r\n")));
                INFO(further << " to " << host.name << " from " << source.headers);
                CHECK((answer.status == 403 || answer.status == 421));
                for (const auto& [name, value] : answer.headers) {
                    CHECK(!name.starts_with("access-control-"));
                }
            }
        }
    }
    CHECK(trapped.reached == 0);
}

// A page may send any body; whatever ends the outer request early would make the rest of it a request of its own.
TEST_CASE("requests_hidden_behind_others_reach_no_handler") {
    Trapped trapped;
    const int port = trapped.server.port();
    const auto host = fmt::format("127.0.0.1:{}", port);
    const auto inner = hidden(port);
    const auto length = [&](std::size_t bytes) { return fmt::format("Content-Length: {}\r\n", bytes); };
    const std::string evil = "Origin: http://evil.example\r\n";
    const std::string plain = "Content-Type: text/plain\r\n";
    const std::string keep = "Connection: keep-alive\r\n";
    const std::vector<std::string> framings = {
        evil + plain + length(inner.size()),
        evil + plain + length(inner.size()) + keep,
        evil + plain + length(0),
        evil + plain,
        plain + length(0),
        plain + length(0) + keep,
        plain + length(4),
        plain + length(4) + length(inner.size()),
        plain + length(inner.size()) + length(inner.size()),
        plain + "Content-Length: 4, 4\r\n",
        plain + "Content-Length: +0\r\n",
        plain + "Content-Length: 0x0\r\n",
        plain + "Content-Length:\t0 0\r\n",
        plain + "Content-Length : 0\r\n",
        plain + "Content_Length: 0\r\nTransfer-Encoding: identity\r\n",
        plain + "Transfer-Encoding: chunked\r\n",
        plain + "Transfer-Encoding: chunked\r\n" + length(4),
        plain + "Transfer-Encoding:\tchunked\r\nTransfer-Encoding: identity\r\n",
        plain + "Transfer-Encoding: xchunked\r\n",
        plain +
            "transfer-encoding: \x0B"
            "chunked\r\n",
        plain + " Transfer-Encoding: chunked\r\n",
        plain + "X: y\r\n\tTransfer-Encoding: chunked\r\n",
        plain + "X: y\rTransfer-Encoding: chunked\r\n",
        plain + "X: y\nTransfer-Encoding: chunked\r\n",
        plain + "X: y\0\r\n" + length(0),
        plain + "Content-Encoding: gzip\r\n" + length(inner.size()),
        plain + "Expect: 100-continue\r\n" + length(inner.size()),
        plain + "Expect: 200-ok\r\n" + length(inner.size()),
        plain + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n" + length(0),
        plain + "Range: bytes=0-" + std::string(300, '1') + "\r\n" + length(0),
        plain + "X-Long: " + std::string(3000, 'a') + "\r\n" + length(0),
        plain + "Host: " + host + "\r\n" + length(0),
    };
    for (const auto* method : {"POST", "PUT", "GET", "DELETE", "OPTIONS"}) {
        for (const auto& framing : framings) {
            for (const std::string& padding : {std::string(), std::string("0\r\n\r\n"), std::string(4096, '\n')}) {
                std::string outer = fmt::format("{} /nothing HTTP/1.1\r\nHost: {}\r\n{}\r\n", method, host, framing);
                outer.append(padding).append(inner);
                const auto reply = trapped.replyTo(outer);
                INFO(method << ' ' << framing);
                CHECK(parseAnswer(reply).status >= 400);
                CHECK(reply.find("HTTP/1.1", 1) == std::string::npos);  // one answer
            }
        }
    }
    CHECK(trapped.reached == 0);
}

TEST_CASE("a_page_of_an_allowed_origin_gets_through") {
    Trapped trapped;
    const auto host = fmt::format("127.0.0.1:{}", trapped.server.port());
    const std::string from = "Origin: http://allowed.example\r\nSec-Fetch-Site: cross-site\r\n";
    CHECK(parseAnswer(trapped.replyTo(head("GET", host, from + "\r\n"))).status == 200);
    CHECK(parseAnswer(trapped.replyTo(head("POST", host, from + typed("application/json")))).status == 200);
    CHECK(trapped.reached == 2);
    CHECK(parseAnswer(trapped.replyTo(head("POST", host, from + typed("text/plain")))).status == 415);
    CHECK(parseAnswer(trapped.replyTo(head("GET", "rebind.evil.example", from + "\r\n"))).status == 421);
    CHECK(trapped.reached == 2);
}
