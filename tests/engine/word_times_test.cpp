#include "engine/word_times.h"

#include <filesystem>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "engine/speech_engine.h"
#include "engine/timed_speech.h"

using namespace parlando;
using namespace parlando::engine;

namespace {

constexpr const char* kText =
    "Hello, world. Of the people, by the people, for the people: it costs $3.50! \"Well-known,\" said Dr. Smith.";

std::unique_ptr<Engine> engineOf(const std::string& folder) {
    auto engine = createSpeechEngine(Variant::cpu, {{folder}, 2});
    REQUIRE(engine);
    return std::move(*engine);
}

}  // namespace

TEST_CASE("the_built_in_voice_tells_its_words_at_every_speed") {
    const auto engine = engineOf(PARLANDO_VOICES);
    checkWords(*engine, kText);
    checkWords(*engine, kText, 0.5);
    checkWords(*engine, kText, 3.0);
}

TEST_CASE("a_piper_voice_tells_its_words") {
    const auto root = TemporaryFolder::create();
    REQUIRE(root);
    std::filesystem::copy(std::filesystem::path(PARLANDO_PARITY) / "piper_single", root->path() / "tiny",
                          std::filesystem::copy_options::recursive);
    checkWords(*engineOf(root->path().string()), "a big dog, a bag. A dog");
}

TEST_CASE("words_sound_and_the_pauses_between_them_do_not") {
    const auto engine = engineOf(PARLANDO_VOICES);
    const TimedSpeech speech = checkWords(*engine, "One morning, we left. Nobody knew; nobody asked!");
    REQUIRE(speech.words.size() == 8);
    const std::vector<std::size_t> beforePause = {1, 3, 5};
    const double all = speech.level(0.0, static_cast<double>(speech.samples.size()) / speech.sampleRate);
    for (std::size_t i = 0; i < speech.words.size(); ++i) {
        INFO(i);
        CHECK(speech.words[i].end - speech.words[i].start > 0.05);
        CHECK(speech.level(speech.words[i].start, speech.words[i].end) > 0.4 * all);
    }
    for (const std::size_t i : beforePause) {
        INFO(i);
        const double from = speech.words[i].end;
        const double to = speech.words[i + 1].start;
        CHECK(to - from > 0.08);
        CHECK(speech.level(from + 0.03, to - 0.03) < 0.25 * all);
    }
    // Twice as fast, they come twice as soon, but for the silence that stays at both ends of a sentence.
    const TimedSpeech fast = checkWords(*engine, "One morning, we left.", 2.0);
    const TimedSpeech slow = checkWords(*engine, "One morning, we left.");
    CHECK(fast.words[3].start < 0.7 * slow.words[3].start);
    // The text may say so itself.
    CHECK(checkWords(*engine, "[rate:2] One morning, we left.").samples == fast.samples);
    CHECK(checkWords(*engine, "[rate:0.5] One morning, we left.", 4.0).samples == fast.samples);
}
