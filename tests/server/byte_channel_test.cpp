#include "server/byte_channel.h"

#include <string>
#include <thread>

#include <catch2/catch.hpp>

using namespace parlando;
using server::ByteChannel;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

std::string textOf(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

TEST_CASE("bytes_come_out_as_they_went_in_and_then_the_end") {
    ByteChannel channel(100);
    REQUIRE(channel.write(bytesOf("one "), {}));
    REQUIRE(channel.write(bytesOf("two"), {}));
    channel.finish({});
    CHECK(textOf(**channel.read({})) == "one two");
    CHECK(!channel.read({})->has_value());
    CHECK(!channel.read({})->has_value());
}

TEST_CASE("a_failure_comes_behind_the_bytes_before_it") {
    ByteChannel channel(100);
    REQUIRE(channel.write(bytesOf("one"), {}));
    channel.finish(failure(ErrorCode::io, "no more"));
    CHECK(channel.waitForBytes({}));
    CHECK(textOf(**channel.read({})) == "one");
    CHECK(channel.waitForBytes({}).error().message == "no more");
    CHECK(channel.read({}).error().code == ErrorCode::io);
}

TEST_CASE("the_maker_waits_while_the_taker_lags_behind") {
    ByteChannel channel(4);
    std::string taken;
    {
        const std::jthread maker([&channel] {
            for (int i = 0; i < 1000; ++i) {
                if (!channel.write(bytesOf("12345"), {})) {
                    return;
                }
            }
            channel.finish({});
        });
        while (const auto bytes = *channel.read({})) {
            CHECK(bytes->size() == 5);  // never more than the write that filled it
            taken += textOf(*bytes);
        }
    }
    CHECK(taken.size() == 5000);
}

TEST_CASE("a_stop_ends_either_wait") {
    ByteChannel channel(1);
    std::stop_source stop;
    SECTION("of the taker") {
        const std::jthread stopper([&stop] { stop.request_stop(); });
        CHECK(channel.read(stop.get_token()).error().code == ErrorCode::cancelled);
    }
    SECTION("of the maker") {
        REQUIRE(channel.write(bytesOf("full"), stop.get_token()));
        const std::jthread stopper([&stop] { stop.request_stop(); });
        CHECK(channel.write(bytesOf("more"), stop.get_token()).error().code == ErrorCode::cancelled);
        CHECK(textOf(**channel.read({})) == "full");
    }
}
