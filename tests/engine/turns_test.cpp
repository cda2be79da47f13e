// Long and short requests beside each other, spoken by the built-in voice.

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/speech_engine.h"
#include "engine/turns.h"

namespace parlando::engine {
namespace {

using Audio = std::vector<float>;

const std::string kShort = "A short one. It has two sentences.";
const std::string kLong = [] {
    std::string text;
    for (int i = 0; i < 12; ++i) {
        text += "This is a sentence of a long text. ";
    }
    return text;
}();

Request requestFor(const std::string& text) {
    Request request;
    request.text = text;
    return request;
}

Audio alone(Engine& engine, const std::string& text) {
    Audio audio;
    const auto spoken = engine.synthesise(requestFor(text), {}, [&](const Chunk& chunk) -> Result<> {
        audio.insert(audio.end(), chunk.samples.begin(), chunk.samples.end());
        return {};
    });
    REQUIRE(spoken.has_value());
    return audio;
}

}  // namespace

TEST_CASE("a short request that comes during a long one is answered before the long one ends") {
    const auto engine = createSpeechEngine(Variant::cpu, {{PARLANDO_VOICES}, 1}).value();
    const Audio shortAlone = alone(*engine, kShort);
    const Audio longAlone = alone(*engine, kLong);

    Audio shortAudio;
    std::atomic<bool> shortHasEnded = false;
    bool endedBeforeLong = false;
    std::jthread other;
    Audio longAudio;
    const auto spoken = engine->synthesise(requestFor(kLong), {}, [&](const Chunk& chunk) -> Result<> {
        longAudio.insert(longAudio.end(), chunk.samples.begin(), chunk.samples.end());
        if (!other.joinable()) {
            other = std::jthread([&] {
                shortAudio = alone(*engine, kShort);
                shortHasEnded = true;
            });
        }
        endedBeforeLong = shortHasEnded;
        return {};
    });
    REQUIRE(spoken.has_value());
    other.join();
    CHECK(endedBeforeLong);
    CHECK(shortAudio == shortAlone);
    CHECK(longAudio == longAlone);
}

TEST_CASE("turns are given in the order in which they were asked for") {
    Turns turns;
    std::vector<int> order;
    std::vector<std::jthread> threads;
    {
        auto first = turns.wait({}).value();
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                const auto turn = turns.wait({}).value();
                order.push_back(i);
            });
            while (turns.waiting() < static_cast<std::size_t>(i) + 1) {
                std::this_thread::yield();
            }
        }
        REQUIRE(first.yield({}).has_value());  // all four go first
        CHECK(order == std::vector<int>{0, 1, 2, 3});
    }
    threads.clear();
    CHECK(turns.wait({}).has_value());
}

TEST_CASE("one that waits is cancelled at once, and those behind it move up") {
    Turns turns;
    std::stop_source stop;
    auto first = std::make_unique<Turns::Turn>(turns.wait({}).value());
    auto cancelled = std::async(std::launch::async, [&] { return turns.wait(stop.get_token()).has_value(); });
    while (turns.waiting() < 1) {
        std::this_thread::yield();
    }
    auto behind = std::async(std::launch::async, [&] { return turns.wait({}).has_value(); });
    while (turns.waiting() < 2) {
        std::this_thread::yield();
    }
    stop.request_stop();
    CHECK_FALSE(cancelled.get());
    first.reset();
    CHECK(behind.get());
}

TEST_CASE("one that is cancelled while others have its turn does not get it back") {
    Turns turns;
    std::stop_source stop;
    auto first = turns.wait({}).value();
    std::promise<void> letGo;
    std::jthread other([&] {
        const auto turn = turns.wait({}).value();
        stop.request_stop();
        letGo.get_future().wait();
    });
    while (turns.waiting() < 1) {
        std::this_thread::yield();
    }
    CHECK(first.yield(stop.get_token()).error().code == ErrorCode::cancelled);
    letGo.set_value();
    other.join();
    CHECK(turns.wait({}).has_value());
}

}  // namespace parlando::engine
