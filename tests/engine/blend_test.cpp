#include "engine/blend.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "engine/speech_engine.h"
#include "engine/timed_speech.h"
#include "engine/voice_folder.h"

using namespace parlando;
using namespace parlando::engine;
namespace fs = std::filesystem;

namespace {

Voice choir(std::vector<std::string> speakers) {
    Voice voice;
    voice.id = "choir";
    voice.speakers = std::move(speakers);
    return voice;
}

// A folder of voices with `choir`, which has the speakers 0 to 2.
class Voices {
public:
    Voices() { fs::copy(fs::path(PARLANDO_PARITY) / "piper_speakers", path() / "choir"); }

    fs::path path() const { return m_folder.path(); }
    void save(const std::string& id, const std::string& card) const {
        fs::create_directories(path() / id);
        std::ofstream(path() / id / kBlendFile) << card;
    }
    std::vector<InstalledVoice> found() const { return findVoices(std::vector{path().string()}); }
    InstalledVoice blendOf(const std::string& card) const {
        save("blend", card);
        return found().front();
    }
    std::unique_ptr<Engine> engine() const {
        auto made = createSpeechEngine(Variant::cpu, {{path().string()}, 1});
        REQUIRE(made);
        return std::move(*made);
    }

private:
    TemporaryFolder m_folder = TemporaryFolder::create().value();
};

std::vector<float> spoken(Engine& engine, const std::string& voice) {
    std::vector<float> samples;
    Request request;
    request.text = "A b c.";
    request.voice = voice;
    const auto done = engine.synthesise(request, {}, [&](const Chunk& chunk) -> Result<> {
        samples.insert(samples.end(), chunk.samples.begin(), chunk.samples.end());
        return {};
    });
    INFO((done ? std::string() : done.error().message));
    REQUIRE(done);
    CHECK(done->voice == voice.substr(0, voice.find(':')));
    return samples;
}

}  // namespace

TEST_CASE("a_blend_is_shares_that_add_up_to_one") {
    const Voice voice = choir({"af_heart", "af_bella", "bm_george"});
    const auto blend = parseBlend("af_bella(2)+ af_heart (1) + bm_george", voice);
    REQUIRE(blend);
    REQUIRE(blend->size() == 3);
    CHECK((*blend)[0].speaker == 1);
    CHECK((*blend)[0].share == Approx(0.5));
    CHECK((*blend)[1].speaker == 0);
    CHECK((*blend)[2].share == Approx(0.25));
    CHECK(parseBlend("af_bella", voice)->front().share == Approx(1.0));
}

TEST_CASE("a_speaker_of_a_blend_is_named_by_name_or_number_with_the_voice_or_without") {
    const Voice voice = choir({"7", "ben", "anna (old)", "a+b", "x:y"});
    const auto named = [&voice](std::string_view text) {
        const auto blend = parseBlend(text, voice);
        std::vector<int> speakers;
        for (const SpeakerShare& share : blend ? *blend : std::vector<SpeakerShare>()) {
            speakers.push_back(share.speaker);
        }
        return speakers;
    };
    CHECK(named("1+ben").empty());             // twice the same
    CHECK(named("7+1") == std::vector{0, 1});  // a name goes before a number
    CHECK(named("choir:ben(2)+choir:3") == std::vector{1, 3});
    CHECK(named("anna (old)(3)+ben") == std::vector{2, 1});
    CHECK(named("anna (old)+ben") == std::vector{2, 1});
    CHECK(named("a+b") == std::vector{3});
    CHECK(named("x:y") == std::vector{4});
    CHECK(parseBlend("0", choir({}))->front().speaker == 0);  // a voice with one speaker has it, too
}

TEST_CASE("a_blend_that_is_none_is_refused_with_what_is_wrong") {
    const Voice voice = choir({"af_heart", "af_bella"});
    for (const char* text : {"", "+", "af_heart+", "nobody", "af_heart(2", "af_heart+af_bela(1)", "(1)", "2", "-1",
                             "1x", "99999999999999999999", "choir:nobody"}) {
        INFO(text);
        const auto blend = parseBlend(text, voice);
        REQUIRE_FALSE(blend);
        CHECK(blend.error().code == ErrorCode::notFound);
        CHECK_THAT(blend.error().message, Catch::Contains("af_heart, af_bella"));
    }
    for (const char* text :
         {"af_heart()", "af_heart(0)", "af_heart(-1)", "af_heart(nan)", "af_heart(inf)", "af_heart(1e9)",
          "af_heart(1x)", "af_heart(1)+af_heart(2)", "af_heart+0", "choir:choir:af_heart"}) {
        INFO(text);
        const auto blend = parseBlend(text, voice);
        REQUIRE_FALSE(blend);
        CHECK(blend.error().code == ErrorCode::invalidInput);
    }
    const auto other = parseBlend("af_heart+vctk:p225", voice);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::invalidInput);
    CHECK_THAT(other.error().message, Catch::Contains("'vctk:p225'") && Catch::Contains("another voice"));
    CHECK_THAT(parseBlend("1", choir({})).error().message, Catch::Contains("only one speaker"));
}

TEST_CASE("of_many_speakers_a_few_are_listed_and_a_blend_has_sixteen_at_most") {
    std::vector<std::string> names;
    std::string all;
    for (int i = 0; i < 40; ++i) {
        names.push_back("p" + std::to_string(i));
        all += (i > 0 ? "+" : "") + (i < 17 ? names.back() : "");
    }
    const Voice voice = choir(names);
    CHECK_THAT(parseBlend("nobody", voice).error().message, Catch::Contains("p11 and 28 more"));
    CHECK(parseBlend(all.substr(0, all.find("+p16")), voice)->size() == kMaximumBlend);
    CHECK(parseBlend(all, voice).error().code == ErrorCode::invalidInput);
}

TEST_CASE("a_saved_blend_is_a_voice_with_what_its_model_says") {
    const Voices voices;
    const auto blend = voices.blendOf(R"({"name": "Warm duo", "voice": "choir:0(3)+choir:2"})");
    INFO((blend.problem ? blend.problem->message : std::string()));
    REQUIRE_FALSE(blend.problem);
    const Voice model = voices.found().back().voice;
    CHECK(blend.voice.id == "blend");
    CHECK(blend.voice.name == "Warm duo");
    CHECK(blend.voice.blend == "choir:0(3)+choir:2");
    CHECK(blend.voice.family == "piper");
    CHECK(blend.voice.language == model.language);
    CHECK(blend.voice.sampleRate == model.sampleRate);
    CHECK(blend.voice.speakers.empty());
    CHECK(blend.folder == voices.path() / "choir");
    CHECK(modelOf(blend.voice) == "choir");
    CHECK(modelOf(model) == "choir");
}

TEST_CASE("a_saved_blend_speaks_as_its_parts_do_and_between_its_speakers") {
    const Voices voices;
    voices.save("blend", R"({"name": "Duo", "voice": "choir:0(3)+2"})");
    const auto engine = voices.engine();
    const auto blend = spoken(*engine, "blend");
    CHECK(blend == spoken(*engine, "choir:0(3)+2"));
    CHECK(blend == spoken(*engine, "choir:0(6)+2(2)"));
    CHECK(blend != spoken(*engine, "choir:0"));
    CHECK(blend != spoken(*engine, "choir:2"));
    CHECK(spoken(*engine, "choir:0") == spoken(*engine, "choir"));
    CHECK(spoken(*engine, "choir:2(7)") == spoken(*engine, "choir:2"));
}

TEST_CASE("a_saved_blend_that_cannot_speak_says_what_is_missing") {
    const Voices voices;
    struct Bad {
        const char* card;
        const char* says;
    };
    for (const Bad& bad :
         {Bad{R"({"voice": "gone:0+1"})", "'gone', which is not installed"},
          Bad{R"({"voice": "blend:0"})", "'blend', which is not installed"},
          Bad{R"({"voice": "choir:0+nobody"})", "no speaker 'nobody'"}, Bad{R"({"voice": "choir"})", "blend.json"},
          Bad{R"({"voice": 5})", "blend.json"}, Bad{"{}", "blend.json"}, Bad{"[]", "blend.json"}, Bad{"", "blend.json"},
          Bad{R"({"voice": "choir:0", "voice": "choir:1"})", "blend.json"}}) {
        INFO(bad.card);
        const auto blend = voices.blendOf(bad.card);
        REQUIRE(blend.problem);
        CHECK_THAT(blend.problem->message, Catch::Contains(bad.says));
    }
    voices.save("blend", std::string(70'000, ' ') + "{}");
    CHECK(voices.found().front().problem);
}

TEST_CASE("the_engine_lists_a_voice_that_cannot_be_used_last_and_with_the_reason") {
    const Voices voices;
    voices.save("blend", R"({"name": "Duo", "voice": "gone:0+1"})");
    const auto engine = voices.engine();
    const auto listed = engine->voices();
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].id == "choir");
    CHECK(listed[0].problem.empty());
    CHECK_THAT(listed[1].problem, Catch::Contains("'gone', which is not installed"));
    Request request;
    request.text = "A.";
    request.voice = "blend";
    const auto refused = engine->synthesise(request, {}, [](const Chunk&) { return Result<>(); });
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("'blend' cannot be used") && Catch::Contains("'gone'"));
    fs::copy(voices.path() / "choir", voices.path() / "gone");
    CHECK(voices.engine()->voices().back().problem.empty());  // it is back
}
