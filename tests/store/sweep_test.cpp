#include "store/fixture.h"

using namespace parlando;
using namespace parlando::store;

TEST_CASE_METHOD(LibraryFixture, "what_was_under_way_when_the_process_ended_is_failed") {
    auto& generations = open().generations();
    const auto queued = generations.create(order()).value().id;
    const auto generating = generations.create(order()).value().id;
    REQUIRE(generations.begin(generating));
    auto& later = open().generations();
    for (const auto& id : {queued, generating}) {
        const auto generation = later.find(id).value();
        CHECK(generation.status == Status::failed);
        CHECK(generation.error.value().starts_with("interrupted"));
    }
}

TEST_CASE_METHOD(LibraryFixture, "files_without_a_row_are_removed_and_files_of_strangers_are_not") {
    completed(open().generations());
    close();
    overwrite(audio() / "0f8fad5b-d9cb-469f-a165-70867728950e.wav", "orphan");
    overwrite(audio() / ".0f8fad5b-d9cb-469f-a165-70867728950e.wav.a1B2c3", "half");
    overwrite(audio() / "my favourite.wav", "a stranger's");
    std::filesystem::create_directory(audio() / "0f8fad5b-d9cb-469f-a165-70867728950e.dir");
    CHECK(open().notices().empty());
    CHECK(recordings() == 3);
    CHECK(std::filesystem::exists(audio() / "my favourite.wav"));
}

TEST_CASE_METHOD(LibraryFixture, "a_row_whose_file_is_gone_is_marked_and_heals_when_it_is_back") {
    const auto id = completed(open().generations()).id;
    const auto path = open().generations().audio(id).value().path;
    close();
    const auto away = folder() / "away.wav";
    std::filesystem::rename(path, away);
    auto& library = open();
    REQUIRE(library.notices().size() == 1);
    const auto lost = library.generations().find(id).value();
    CHECK(lost.status == Status::failed);
    CHECK(lost.takes.at(0).isMissing);
    CHECK(library.generations().audio(id).error().code == ErrorCode::notFound);
    CHECK(library.generations().takeAudio(lost.takes[0].id).error().code == ErrorCode::notFound);
    CHECK(library.generations().removeFailed().value() == 0);  // the file may come back with its disk
    close();
    std::filesystem::rename(away, path);
    CHECK(open().notices().empty());
    const auto back = open().generations().find(id).value();
    CHECK(back.status == Status::completed);
    CHECK(!back.error);
    CHECK(content(open().generations().audio(id).value()) == "RIFFsound");
}

TEST_CASE_METHOD(LibraryFixture, "a_file_of_another_length_is_not_the_recording") {
    const auto id = completed(open().generations()).id;
    const auto path = open().generations().audio(id).value().path;
    close();
    overwrite(path, "RIFF");
    CHECK(open().generations().find(id).value().status == Status::failed);
}

TEST_CASE_METHOD(LibraryFixture, "when_the_played_take_is_gone_the_newest_good_one_is_played") {
    auto& generations = open().generations();
    const auto id = completed(generations).id;
    REQUIRE(generations.requeue(id));
    REQUIRE(generations.complete(id, take(generations, "RIFF2")));
    const auto path = generations.audio(id).value().path;
    close();
    std::filesystem::remove(path);
    auto& later = open().generations();
    CHECK(later.find(id).value().status == Status::completed);
    CHECK(content(later.audio(id).value()) == "RIFFsound");
}

TEST_CASE_METHOD(LibraryFixture, "a_second_start_finds_nothing_to_do") {
    auto& library = open();
    completed(library.generations());
    REQUIRE(library.generations().create(order()));
    auto& again = open();
    const auto report = again.generations().sweep().value();
    CHECK(report.interrupted == 0);
    CHECK(report.orphans == 0);
    CHECK(report.missing == 0);
}
