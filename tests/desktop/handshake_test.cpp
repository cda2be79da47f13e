#include <catch2/catch.hpp>

#include "base/version.h"
#include "desktop/backend/handshake.h"

using namespace parlando;
using namespace parlando::desktop;
using Step = Handshake::Step;

namespace {

const Backend kGpu{"a", "cuda", "/bin/cuda", Trust::trial};

protocol::Hello goodHello() {
    return {protocol::kStartupProtocol, kVersion, "cuda", 42, 17493, "00ff"};
}

Handshake greeted() {
    Handshake handshake(kGpu, 42);
    handshake.hear(goodHello());
    return handshake;
}

}  // namespace

TEST_CASE("hello_progress_and_ready_come_in_order") {
    Handshake handshake(kGpu, 42);
    CHECK(handshake.hear(goodHello()) == Step::hello);
    CHECK(handshake.hello().port == 17493);
    CHECK(handshake.hear(protocol::Loading{0.5}) == Step::progress);
    CHECK(handshake.progress() == 0.5);
    CHECK(handshake.hear(protocol::Ready{"cuda", 12}) == Step::ready);
    CHECK(handshake.ready().milliseconds == 12);
}

TEST_CASE("a_hello_of_anybody_else_is_refused_by_name") {
    auto hello = goodHello();
    std::string part;
    SECTION("protocol") {
        hello.protocol = 2;
        part = "protocol is 2";
    }
    SECTION("version") {
        hello.version = "9.9.9";
        part = "version is 9.9.9";
    }
    SECTION("variant") {
        hello.variant = "cpu";
        part = "variant is cpu";
    }
    SECTION("process") {
        hello.pid = 43;
        part = "process number is 43";
    }
    Handshake handshake(kGpu, 42);
    CHECK(handshake.hear(hello) == Step::refused);
    CHECK(handshake.refusal().failure == Failure::dishonest);
    CHECK(handshake.refusal().text.toStdString().find(part) != std::string::npos);
}

TEST_CASE("nothing_comes_before_hello_and_hello_comes_once") {
    Handshake silent(kGpu, 42);
    CHECK(silent.hear(protocol::Ready{"cuda", 12}) == Step::refused);
    auto handshake = greeted();
    CHECK(handshake.hear(goodHello()) == Step::refused);
}

TEST_CASE("repeating_itself_is_no_progress") {
    auto handshake = greeted();
    CHECK(handshake.hear(protocol::Loading{0.5}) == Step::progress);
    CHECK(handshake.hear(protocol::Loading{0.5}) == Step::nothing);
    CHECK(handshake.hear(protocol::Loading{0.4}) == Step::nothing);
    CHECK(handshake.hear(protocol::Loading{7}) == Step::progress);
    CHECK(handshake.progress() == 1);
    CHECK(handshake.hear(protocol::Loading{8}) == Step::nothing);
}

TEST_CASE("a_gpu_backend_that_computes_on_the_cpu_is_refused") {
    auto handshake = greeted();
    CHECK(handshake.hear(protocol::Ready{"cpu", 12}) == Step::refused);
    CHECK(handshake.refusal().failure == Failure::unusable);
}

TEST_CASE("a_failed_engine_is_refused_with_its_own_words") {
    auto handshake = greeted();
    CHECK(handshake.hear(protocol::Failed{"incompatible", "libcudart is missing"}) == Step::refused);
    CHECK(handshake.refusal().text == "libcudart is missing");
}

TEST_CASE("a_wish_to_restart_is_heard_at_any_time_after_hello") {
    auto handshake = greeted();
    CHECK(handshake.hear(protocol::RestartRequest{"cpu"}) == Step::restart);
    CHECK(handshake.wish() == "cpu");
}
