#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "server/jobs/byte_channel.h"

using namespace parlando;
using server::ByteChannel;

namespace {

std::vector<std::byte> numbered(std::size_t size, std::size_t from) {
    std::vector<std::byte> bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = static_cast<std::byte>((from + i) * 31 >> 3 & 0xFF);
    }
    return bytes;
}

}  // namespace

TEST_CASE("bytes_come_out_in_order_and_then_the_end") {
    const auto folder = TemporaryFolder::create().value();
    ByteChannel channel(folder.path());
    REQUIRE(channel.write(numbered(10, 0), {}));
    REQUIRE(channel.write(numbered(5, 10), {}));
    channel.finish({});
    CHECK(**channel.read({}) == numbered(15, 0));
    CHECK_FALSE(channel.read({})->has_value());
}

TEST_CASE("what_does_not_fit_in_memory_waits_in_a_file_without_holding_up_the_maker") {
    const auto folder = TemporaryFolder::create().value();
    ByteChannel channel(folder.path());
    constexpr std::size_t kBlock = 100'000;
    constexpr std::size_t kTotal = 8 * ByteChannel::kMemory / kBlock * kBlock;
    for (std::size_t sent = 0; sent < kTotal; sent += kBlock) {  // nobody takes anything meanwhile
        REQUIRE(channel.write(numbered(kBlock, sent), {}));
    }
    channel.finish({});
    CHECK(std::filesystem::is_empty(folder.path()));  // the file has no name
    std::vector<std::byte> received;
    while (const auto part = *channel.read({})) {
        received.insert(received.end(), part->begin(), part->end());
    }
    CHECK(received == numbered(kTotal, 0));
}

TEST_CASE("maker_and_taker_at_different_speeds_lose_nothing") {
    const auto folder = TemporaryFolder::create().value();
    ByteChannel channel(folder.path());
    constexpr std::size_t kTotal = 6'000'000;
    std::jthread maker([&] {
        for (std::size_t sent = 0; sent < kTotal;) {
            const std::size_t size = std::min<std::size_t>(kTotal - sent, 1 + sent % 70'000);
            CHECK(channel.write(numbered(size, sent), {}));
            sent += size;
        }
        channel.finish({});
    });
    std::vector<std::byte> received;
    while (const auto part = *channel.read({})) {
        received.insert(received.end(), part->begin(), part->end());
        if (received.size() % 3 == 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    CHECK(received == numbered(kTotal, 0));
}

TEST_CASE("an_error_comes_after_the_bytes_before_it") {
    const auto folder = TemporaryFolder::create().value();
    ByteChannel channel(folder.path());
    REQUIRE(channel.write(numbered(3, 0), {}));
    channel.finish(failure(ErrorCode::internal, "broken"));
    CHECK(channel.waitForBytes({}));
    CHECK(channel.read({})->value().size() == 3);
    CHECK(channel.read({}).error().message == "broken");
}

TEST_CASE("a_folder_that_cannot_be_written_is_an_error_of_the_maker") {
    ByteChannel channel("/nonexistent");
    REQUIRE(channel.write(numbered(ByteChannel::kMemory, 0), {}));
    const auto written = channel.write(numbered(1, 0), {});
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::io);
}

TEST_CASE("whoever_waits_leaves_when_asked_to") {
    const auto folder = TemporaryFolder::create().value();
    ByteChannel channel(folder.path());
    std::stop_source stop;
    std::jthread later([&] { stop.request_stop(); });
    CHECK(channel.read(stop.get_token()).error().code == ErrorCode::cancelled);
    CHECK(channel.write(numbered(1, 0), stop.get_token()).error().code == ErrorCode::cancelled);
}
