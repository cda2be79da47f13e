#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "voices/catalogue.h"
#include "voices/download.h"
#include "voices/import.h"

using namespace parlando;
using namespace parlando::voices;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    const fs::path& path() const { return m_folder.path(); }
    VoiceFolders voices() const { return VoiceFolders(path() / "voices"); }
    fs::path write(const fs::path& name, const std::string& content = "x") const {
        const auto file = path() / name;
        fs::create_directories(file.parent_path());
        std::ofstream(file) << content;
        return file;
    }
    void install(const std::string& id) const { write(fs::path("voices") / id / "config.json"); }
    std::vector<std::string> installed() const {
        std::vector<std::string> ids;
        for (const auto& entry : fs::directory_iterator(path() / "voices")) {
            if (isVoiceId(entry.path().filename().string())) {
                ids.push_back(entry.path().filename().string());
            }
        }
        return ids;
    }

private:
    TemporaryFolder m_folder = TemporaryFolder::create().value();
};

Result<> speaks(const fs::path&, const std::string&) {
    return {};
}

bool nobody(const std::string&) {
    return false;
}

}  // namespace

TEST_CASE("a_stop_during_the_check_ends_a_download_as_cancelled_and_keeps_what_has_arrived") {
    const Folder folder;
    PublishedVoice voice;  // whose files have all arrived
    voice.id = "wren";
    std::stop_source stop;
    const auto stopDuringCheck = [&](const fs::path&, const std::string&) -> Result<> {
        stop.request_stop();
        return {};
    };
    const auto download = [&](const CheckVoice& check, const std::stop_token& token) {
        return downloadVoice(
            *hubSettings(kDefaultHub), folder.voices(), voice, check, [](const packages::Progress&) {}, [] {}, token);
    };
    const auto stopped = download(stopDuringCheck, stop.get_token());
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == ErrorCode::cancelled);
    CHECK(folder.installed().empty());
    CHECK(fs::exists(folder.path() / "voices" / ".staging" / "wren" / "voice.json"));
    REQUIRE(download(speaks, {}));
    CHECK(folder.installed() == std::vector<std::string>{"wren"});
}

TEST_CASE("voices_are_removed_at_once_by_many") {
    const Folder folder;
    constexpr int kVoices = 20;
    for (int i = 0; i < kVoices; ++i) {
        folder.install("voice-" + std::to_string(i));
    }
    std::atomic<int> removed = 0;
    std::atomic<int> absent = 0;
    {
        std::vector<std::jthread> callers;
        for (int caller = 0; caller < 4; ++caller) {
            callers.emplace_back([&] {
                for (int i = 0; i < kVoices; ++i) {
                    const auto outcome = folder.voices().remove("voice-" + std::to_string(i));
                    removed += outcome ? 1 : 0;
                    absent += !outcome && outcome.error().code == ErrorCode::notFound ? 1 : 0;
                }
            });
        }
    }
    CHECK(removed == kVoices);
    CHECK(absent == 3 * kVoices);
    CHECK(folder.installed().empty());
    CHECK(fs::is_empty(folder.path() / "voices" / ".removed"));
}

TEST_CASE("a_removal_that_was_interrupted_comes_to_its_end") {
    const Folder folder;
    folder.write("voices/.removed/wren/config.json");
    folder.install("wren");
    SECTION("with_the_next_one") {
        REQUIRE(folder.voices().remove("wren"));
    }
    SECTION("at_the_next_start") {
        folder.voices().sweep();
        CHECK(folder.voices().contains("wren"));
    }
    CHECK(fs::is_empty(folder.path() / "voices" / ".removed"));
}

TEST_CASE("what_is_not_there_is_not_removed_and_leaves_no_trace") {
    const Folder folder;
    const auto outcome = folder.voices().remove("wren");
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::notFound);
    CHECK_FALSE(fs::exists(folder.path() / "voices"));
}

TEST_CASE("an_import_copies_what_belongs_to_the_voice") {
    const Folder folder;
    folder.write("wren/config.json", "{}");
    folder.write("wren/voices/one.pt", "one");
    folder.write("wren/notes.doc");
    CHECK(importVoice(folder.voices(), folder.path() / "wren", nobody, speaks) == "wren");
    const auto installed = folder.path() / "voices" / "wren";
    CHECK(readFile(installed / "config.json", 10) == "{}");
    CHECK(readFile(installed / "voices" / "one.pt", 10) == "one");
    CHECK_FALSE(fs::exists(installed / "notes.doc"));
}

TEST_CASE("an_import_says_which_file_of_the_voice_is_missing") {
    const Folder folder;
    const auto weights = folder.write("wren.onnx");
    const auto json = folder.path() / "wren.onnx.json";
    SECTION("absent") {}
    SECTION("not_a_file") {
        fs::create_directory(json);
    }
    const auto outcome = importVoice(folder.voices(), weights, nobody, speaks);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::invalidInput);
    CHECK(outcome.error().message == json.string() + " is missing; it belongs to the voice");
    CHECK_FALSE(fs::exists(folder.path() / "voices"));
}

TEST_CASE("an_import_does_not_take_a_name_that_another_voice_has") {
    const Folder folder;
    folder.write("robin/config.json");
    const auto outcome = importVoice(
        folder.voices(), folder.path() / "robin", [](const std::string& id) { return id == "robin"; }, speaks);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::busy);
    CHECK(folder.installed().empty());
}

TEST_CASE("a_language_has_a_name_without_its_region") {
    CHECK(languageName("de-DE") == "German");
    CHECK(languageName("de_AT") == "German");
    CHECK(languageName("pt-BR") == "Portuguese");
    CHECK(languageName("en-US") == "English");
    CHECK(languageName("cs") == "Czech");
    CHECK(languageName("d").empty());
    CHECK(languageName("").empty());
    CHECK(languageName("-").empty());
}

TEST_CASE("all_words_must_be_there_in_any_case_and_order") {
    CHECK(hasWords("de_DE-thorsten-high Thorsten piper German", "german  THORSTEN"));
    CHECK(hasWords("anything", ""));
    CHECK_FALSE(hasWords("Thorsten piper", "thorsten kokoro"));
}
