#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <thread>

#include <catch2/catch.hpp>

#include "net/support/misbehaving_server.h"
#include "net/transfers.h"

using namespace parlando::net;
using namespace std::chrono_literals;
using parlando::testing::Fault;
using parlando::testing::MisbehavingServer;
using Clock = std::chrono::steady_clock;

namespace {

class MemorySink : public Sink {
public:
    Outcome<> begin(const Body& given) override {
        body = given;
        return {};
    }
    Outcome<> write(std::span<const std::byte> bytes) override {
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return failing ? Outcome<>(fail(Problem::diskFull, "no room")) : Outcome<>();
    }

    std::optional<Body> body;
    std::string text;
    bool failing = false;
};

Settings settingsFor(const std::string& base) {
    Settings settings;
    REQUIRE(settings.policy.admit(base));
    settings.stallTimeout = 150ms;
    settings.stallBytes = 1024;
    return settings;
}

std::string numbers(std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; text.size() < bytes; ++i) {
        text += std::to_string(i) + ' ';
    }
    text.resize(bytes);
    return text;
}

// One transfer from a server that has one file.
struct One {
    MisbehavingServer server;
    std::string content = numbers(300'000);
    MemorySink sink;
    std::stop_source stop;

    One() { server.serve("/file", content); }

    Outcome<> fetch(std::optional<ByteRange> range = {}, const std::string& ifRange = {}) {
        Transfers transfers(settingsFor(server.url()), stop.get_token());
        Request request{server.url() + "/file", range, ifRange, content.size(), content.size()};
        transfers.start(std::move(request), sink);
        const auto finished = transfers.run(Clock::time_point::max());
        REQUIRE(finished.size() == 1);
        return finished.front().outcome;
    }
};

// A listener whose queue is full: the kernel answers no further connection.
class BlackHole {
public:
    BlackHole() : m_listener(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(m_listener, generic, length) == 0);
        REQUIRE(::listen(m_listener, 0) == 0);
        REQUIRE(::getsockname(m_listener, generic, &length) == 0);
        m_url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        for (int& filler : m_fillers) {
            filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            ::connect(filler, generic, length);
        }
    }
    ~BlackHole() {
        for (const int filler : m_fillers) {
            ::close(filler);
        }
        ::close(m_listener);
    }

    const std::string& url() const { return m_url; }

private:
    int m_listener;
    int m_fillers[4]{};
    std::string m_url;
};

}  // namespace

TEST_CASE("a_file_arrives_whole") {
    One one;
    REQUIRE(one.fetch());
    REQUIRE(one.sink.text == one.content);
    REQUIRE(one.sink.body->kind == Body::Kind::whole);
}

TEST_CASE("a_range_arrives_and_nothing_else") {
    One one;
    REQUIRE(one.fetch(ByteRange{1000, 1999}));
    REQUIRE(one.sink.text == one.content.substr(1000, 1000));
    REQUIRE(one.sink.body->offset == 1000);
    REQUIRE(one.server.requests().front().range == "bytes=1000-1999");
}

TEST_CASE("a_range_of_another_version_becomes_the_whole_file") {
    One one;
    REQUIRE(one.fetch(ByteRange{1000, 1999}, "\"one\""));
    REQUIRE(one.sink.body->kind == Body::Kind::range);
    REQUIRE(one.fetch(ByteRange{1000, 1999}, "\"another\""));
    REQUIRE(one.sink.body->kind == Body::Kind::whole);
}

TEST_CASE("a_request_carries_nothing_about_the_user") {
    ::setenv("NETRC", "/dev/null", 1);
    One one;
    REQUIRE(one.fetch());
    const auto head = one.server.requests().front().head;
    for (const auto* const field : {"Cookie", "Authorization", "Referer", "Accept-Encoding", "Accept-Language"}) {
        REQUIRE(head.find(field) == std::string::npos);
    }
    REQUIRE(head.find("User-Agent: parlando/") != std::string::npos);
}

TEST_CASE("the_error_of_a_sink_ends_the_transfer_with_it") {
    One one;
    one.sink.failing = true;
    REQUIRE(one.fetch().error().problem == Problem::diskFull);
}

TEST_CASE("a_sink_never_gets_more_than_was_announced") {
    for (const auto fault : {Fault::endless, Fault::extraBytes, Fault::lengthMissing, Fault::rangeLonger}) {
        CAPTURE(parlando::testing::nameOf(fault));
        One one;
        one.server.misbehave("/file", fault, 1);
        (void)one.fetch(fault == Fault::rangeLonger ? std::optional(ByteRange{0, 999}) : std::nullopt);
        REQUIRE(one.sink.text.size() <= one.content.size());
    }
}

TEST_CASE("a_refused_answer_gives_a_sink_nothing") {
    for (const auto fault :
         {Fault::status404, Fault::status500, Fault::compressed, Fault::webPage, Fault::rangeWrongStart,
          Fault::rangeMultipart, Fault::redirectOtherHost, Fault::lengthLong, Fault::lengthTwice}) {
        CAPTURE(parlando::testing::nameOf(fault));
        One one;
        one.server.misbehave("/file", fault, 1);
        REQUIRE_FALSE(one.fetch(ByteRange{100, 199}));
        REQUIRE_FALSE(one.sink.body);
        REQUIRE(one.sink.text.empty());
    }
}

TEST_CASE("a_redirect_is_followed_five_times_and_within_the_policy") {
    for (const auto fault :
         {Fault::redirectOnce, Fault::redirectRelative, Fault::redirectWithBody, Fault::redirectFive}) {
        CAPTURE(parlando::testing::nameOf(fault));
        One one;
        one.server.misbehave("/file", fault, 1);
        REQUIRE(one.fetch());
        REQUIRE(one.sink.text == one.content);
    }
    for (const auto fault : {Fault::redirectSix, Fault::redirectLoop, Fault::redirectOtherHost,
                             Fault::redirectOtherPort, Fault::redirectIpv6, Fault::redirectLinkLocal,
                             Fault::redirectFile, Fault::redirectFtp, Fault::redirectUser}) {
        CAPTURE(parlando::testing::nameOf(fault));
        One one;
        one.server.misbehave("/file", fault, 1);
        REQUIRE(one.fetch().error().problem == Problem::forbiddenAddress);
        REQUIRE(one.server.requests().size() <= 6);
    }
}

TEST_CASE("many_transfers_run_side_by_side") {
    MisbehavingServer server;
    std::stop_source stop;
    std::map<Transfers::Id, std::pair<std::string, std::unique_ptr<MemorySink>>> expected;
    Transfers transfers(settingsFor(server.url()), stop.get_token());
    for (int i = 0; i < 12; ++i) {
        const auto path = "/" + std::to_string(i);
        const auto content = numbers(std::size_t(100'000 + 1000 * i));
        server.serve(path, content);
        auto sink = std::make_unique<MemorySink>();
        Request request{server.url() + path, {}, {}, content.size(), content.size()};
        const auto id = transfers.start(std::move(request), *sink);
        expected.emplace(id, std::pair(content, std::move(sink)));
    }
    std::size_t done = 0;
    while (done < expected.size()) {
        for (const auto& finished : transfers.run(Clock::time_point::max())) {
            REQUIRE(finished.outcome);
            REQUIRE(expected.at(finished.id).second->text == expected.at(finished.id).first);
            ++done;
        }
    }
}

TEST_CASE("a_dropped_transfer_says_no_more") {
    One one;
    one.server.misbehave("/file", Fault::stallInBody, 1);
    Transfers transfers(settingsFor(one.server.url()), one.stop.get_token());
    Request request{one.server.url() + "/file", {}, {}, {}, one.content.size()};
    const auto id = transfers.start(std::move(request), one.sink);
    REQUIRE(transfers.run(Clock::now() + 50ms).empty());
    transfers.drop(id);
    REQUIRE(transfers.run(Clock::now() + 250ms).empty());
    transfers.drop(id);
}

TEST_CASE("an_address_outside_of_the_policy_is_never_contacted") {
    One one;
    Transfers transfers(Settings{UrlPolicy({"github.com"})}, one.stop.get_token());
    transfers.start({one.server.url() + "/file", {}, {}, {}, 100}, one.sink);
    REQUIRE(transfers.run(Clock::time_point::max()).front().outcome.error().problem == Problem::forbiddenAddress);
    REQUIRE(one.server.requests().empty());
}

TEST_CASE("nobody_listening_is_unreachable") {
    std::string url;
    {
        const MisbehavingServer gone;
        url = gone.url();
    }
    MemorySink sink;
    Transfers transfers(settingsFor(url), {});
    transfers.start({url + "/file", {}, {}, {}, 100}, sink);
    REQUIRE(transfers.run(Clock::time_point::max()).front().outcome.error().problem == Problem::unreachable);
}

TEST_CASE("a_host_that_does_not_answer_is_given_up_after_the_connect_timeout") {
    const BlackHole hole;
    auto settings = settingsFor(hole.url());
    settings.stallTimeout = 30s;
    settings.connectTimeout = 200ms;
    MemorySink sink;
    Transfers transfers(settings, {});
    transfers.start({hole.url() + "/file", {}, {}, {}, 100}, sink);
    REQUIRE(transfers.run(Clock::time_point::max()).front().outcome.error().problem == Problem::unreachable);
}

TEST_CASE("a_name_without_an_address_is_named") {
    MemorySink sink;
    Transfers transfers(Settings{UrlPolicy({"missing.test"})}, {});
    transfers.start({"https://missing.test/file", {}, {}, {}, 100}, sink);
    const auto failure = transfers.run(Clock::time_point::max()).front().outcome.error();
    REQUIRE((failure.problem == Problem::unknownHost || failure.problem == Problem::offline));
    REQUIRE(failure.message.find("missing.test") != std::string::npos);
}

TEST_CASE("a_proxy_that_is_down_is_not_taken_for_the_server") {
    One one;
    auto settings = settingsFor(one.server.url());
    settings.proxy = "http://localhost:1";
    Transfers transfers(settings, {});
    transfers.start({one.server.url() + "/file", {}, {}, {}, 100}, one.sink);
    REQUIRE(transfers.run(Clock::time_point::max()).front().outcome.error().problem == Problem::proxy);
}

TEST_CASE("a_stop_ends_a_transfer_in_whatever_state_it_is") {
    One one;
    const BlackHole hole;
    std::string url = one.server.url() + "/file";
    Settings settings = settingsFor(one.server.url());
    settings.stallTimeout = 60s;
    SECTION("while a name is looked up") {
        settings.policy = UrlPolicy({"slow.test"});
        url = "https://slow.test/file";
    }
    SECTION("while a connection is made") {
        settings = settingsFor(hole.url());
        settings.stallTimeout = 60s;
        url = hole.url() + "/file";
    }
    SECTION("before the head") {
        one.server.misbehave("/file", Fault::stallBeforeHead, 1);
    }
    SECTION("in the head") {
        one.server.misbehave("/file", Fault::stallInHead, 1);
    }
    SECTION("in the body") {
        one.server.misbehave("/file", Fault::stallInBody, 1);
    }
    SECTION("while bytes drip") {
        one.server.misbehave("/file", Fault::dripBody, 1);
    }
    SECTION("before it begins") {
        one.stop.request_stop();
    }
    SECTION("while nothing runs") {
        url.clear();
    }
    Transfers transfers(settings, one.stop.get_token());
    if (!url.empty()) {
        transfers.start({url, {}, {}, {}, one.content.size()}, one.sink);
    }
    std::jthread stopper([&] {
        std::this_thread::sleep_for(50ms);
        one.stop.request_stop();
    });
    const auto finished = transfers.run(Clock::now() + 60s);
    REQUIRE(transfers.stopRequested());
    REQUIRE(finished.size() == (url.empty() ? 0 : 1));
    REQUIRE((url.empty() || finished.front().outcome.error().problem == Problem::cancelled));
}
