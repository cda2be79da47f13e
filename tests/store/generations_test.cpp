#include <thread>

#include "store/fixture.h"

using namespace parlando;
using namespace parlando::store;

TEST_CASE_METHOD(LibraryFixture, "words_are_those_of_the_take_that_is_played") {
    auto& generations = open().generations();
    const auto id = generations.create(order()).value().id;
    CHECK(generations.words(id).error().message.find("queued") != std::string::npos);
    for (const char* words : {"[1]", "[2]"}) {
        auto next = take(generations);
        next.words = words;
        REQUIRE(generations.complete(id, std::move(next)));
        REQUIRE(generations.requeue(id));
    }
    CHECK(generations.words(id) == "[2]");
    const auto first = generations.find(id)->takes.front().id;
    REQUIRE(generations.choose(id, first));
    CHECK(generations.words(id) == "[1]");
    CHECK(generations.words("nobody").error().code == ErrorCode::notFound);
    CHECK(open().generations().words(id) == "[1]");  // after a restart
}

TEST_CASE_METHOD(LibraryFixture, "a_generation_goes_from_queued_to_completed") {
    auto& generations = open().generations();
    auto wanted = order("Hello \xe2\x82\xac.");
    wanted.speed = 1.25;
    wanted.seed = 42;
    wanted.instruct = "softly";
    wanted.parameters = R"({"normalize":true})";
    const auto created = generations.create(wanted).value();
    CHECK(created.status == Status::queued);
    CHECK(created.takes.empty());
    CHECK(generations.audio(created.id).error().code == ErrorCode::notFound);
    REQUIRE(generations.begin(created.id));
    CHECK(generations.find(created.id).value().status == Status::generating);
    const auto done = generations.complete(created.id, take(generations, "RIFF1")).value();
    CHECK(done.status == Status::completed);
    CHECK(done.order.text == wanted.text);
    CHECK(done.order.speed == 1.25);
    CHECK(done.order.seed == 42);
    CHECK(done.order.instruct == "softly");
    CHECK(done.order.parameters == wanted.parameters);
    REQUIRE(done.activeTake() != nullptr);
    CHECK(done.activeTake()->label == "take-1");
    CHECK(done.activeTake()->duration == 1.5);
    CHECK(done.activeTake()->sampleRate == 22050);
    CHECK(done.activeTake()->seed == 7);
    const auto file = open().generations().audio(created.id).value();
    CHECK(content(file) == "RIFF1");
    CHECK(file.path.parent_path() == audio());
}

TEST_CASE_METHOD(LibraryFixture, "steps_out_of_order_are_refused") {
    auto& generations = open().generations();
    const auto id = completed(generations).id;
    CHECK(generations.begin(id).error().code == ErrorCode::busy);
    CHECK(generations.complete(id, take(generations)).error().code == ErrorCode::busy);
    CHECK(recordings() == 1);
    REQUIRE(generations.requeue(id));
    CHECK(generations.requeue(id).error().code == ErrorCode::busy);
    REQUIRE(generations.begin(id));
    CHECK(generations.begin(id).error().code == ErrorCode::busy);
    CHECK(generations.requeue(id).error().code == ErrorCode::busy);
}

TEST_CASE_METHOD(LibraryFixture, "without_a_take_failed_is_failed_and_cancelled_is_cancelled") {
    auto& generations = open().generations();
    const auto failed = generations.create(order()).value().id;
    CHECK(generations.fail(failed, "the disk is full").value().status == Status::failed);
    CHECK(generations.find(failed).value().error == "the disk is full");
    const auto cancelled = generations.create(order()).value().id;
    CHECK(generations.cancel(cancelled).value().status == Status::cancelled);
    // What has ended stays as it ended.
    CHECK(generations.fail(cancelled, "late").value().status == Status::cancelled);
    CHECK(generations.cancel(failed).value().error == "the disk is full");
    const auto again = generations.requeue(failed, 99).value();
    CHECK(again.status == Status::queued);
    CHECK(!again.error);
    CHECK(again.order.seed == 99);
}

TEST_CASE_METHOD(LibraryFixture, "a_failed_regenerate_never_touches_the_good_take") {
    auto& generations = open().generations();
    const auto id = completed(generations).id;
    REQUIRE(generations.requeue(id));
    CHECK(content(generations.audio(id).value()) == "RIFFsound");
    REQUIRE(generations.begin(id));
    const auto after = GENERATE(0, 1, 2);
    if (after == 0) {
        CHECK(generations.fail(id, "no memory").value().error == "no memory");
    } else if (after == 1) {
        CHECK(generations.cancel(id).value().error);
    } else {
        open();  // the process was killed
    }
    auto& later = open().generations();
    CHECK(later.removeFailed().value() == 0);
    const auto generation = later.find(id).value();
    CHECK(generation.status == Status::completed);
    CHECK(generation.error);
    CHECK(content(later.audio(id).value()) == "RIFFsound");
}

TEST_CASE_METHOD(LibraryFixture, "a_new_take_is_played_and_the_old_ones_can_be_chosen_and_removed") {
    auto& generations = open().generations();
    const auto first = completed(generations);
    REQUIRE(generations.requeue(first.id));
    REQUIRE(generations.begin(first.id));
    const auto second = generations.complete(first.id, take(generations, "RIFF2")).value();
    REQUIRE(second.takes.size() == 2);
    CHECK(second.activeTake()->label == "take-2");
    CHECK(content(generations.audio(first.id).value()) == "RIFF2");
    const auto old = second.takes[0].id;
    CHECK(content(generations.takeAudio(old).value()) == "RIFFsound");
    REQUIRE(generations.choose(first.id, old));
    CHECK(content(generations.audio(first.id).value()) == "RIFFsound");
    CHECK(generations.choose(first.id, first.id).error().code == ErrorCode::notFound);
    REQUIRE(generations.removeTake(first.id, old));
    CHECK(content(generations.audio(first.id).value()) == "RIFF2");
    CHECK(generations.removeTake(first.id, second.takes[1].id).error().code == ErrorCode::busy);
    CHECK(recordings() == 1);
    REQUIRE(generations.requeue(first.id));
    CHECK(generations.complete(first.id, take(generations)).value().activeTake()->label == "take-3");
}

TEST_CASE_METHOD(LibraryFixture, "deleting_removes_the_files_and_a_second_delete_finds_nothing") {
    auto& generations = open().generations();
    const auto id = completed(generations).id;
    CHECK(recordings() == 1);
    REQUIRE(generations.remove(id));
    CHECK(recordings() == 0);
    CHECK(generations.remove(id).error().code == ErrorCode::notFound);
    CHECK(generations.find(id).error().code == ErrorCode::notFound);
    CHECK(generations.audio(id).error().code == ErrorCode::notFound);
}

TEST_CASE_METHOD(LibraryFixture, "of_two_deletes_at_once_one_finds_it") {
    auto& generations = open().generations();
    for (int round = 0; round < 50; ++round) {
        const auto id = completed(generations).id;
        std::atomic<int> removed = 0;
        std::atomic<int> notFound = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    const auto outcome = generations.remove(id);
                    removed += outcome ? 1 : 0;
                    notFound += !outcome && outcome.error().code == ErrorCode::notFound ? 1 : 0;
                });
            }
        }
        REQUIRE(removed == 1);
        REQUIRE(notFound == 3);
    }
    CHECK(recordings() == 0);
}

TEST_CASE_METHOD(LibraryFixture, "a_take_for_a_generation_that_was_deleted_meanwhile_leaves_nothing") {
    auto& generations = open().generations();
    const auto id = generations.create(order()).value().id;
    REQUIRE(generations.begin(id));
    auto late = take(generations);
    REQUIRE(generations.remove(id));
    CHECK(generations.complete(id, std::move(late)).error().code == ErrorCode::notFound);
    CHECK(recordings() == 0);
}

TEST_CASE_METHOD(LibraryFixture, "a_draft_that_nobody_takes_leaves_nothing") {
    auto& generations = open().generations();
    { const auto draft = take(generations); }
    CHECK(recordings() == 0);
    CHECK(generations.draft("../x").error().code == ErrorCode::invalidInput);
    CHECK(generations.draft("").error().code == ErrorCode::invalidInput);
}

TEST_CASE_METHOD(LibraryFixture, "a_draft_can_be_corrected_where_it_was_written_and_nowhere_else") {
    auto& generations = open().generations();
    const auto id = generations.create(order()).value().id;
    auto draft = take(generations, "RIFF????data");
    const auto patch = std::as_bytes(std::span(std::string_view("1234")));
    REQUIRE(draft.audio.overwrite(4, patch));
    CHECK(!draft.audio.overwrite(9, patch));
    CHECK(!draft.audio.overwrite(UINT64_MAX, patch));
    REQUIRE(generations.complete(id, std::move(draft)));
    CHECK(content(generations.audio(id).value()) == "RIFF1234data");
}

TEST_CASE_METHOD(LibraryFixture, "clearing_the_failed_leaves_everything_else") {
    auto& generations = open().generations();
    const auto good = completed(generations).id;
    const auto queued = generations.create(order()).value().id;
    for (int i = 0; i < 3; ++i) {
        REQUIRE(generations.fail(generations.create(order()).value().id, "x"));
    }
    CHECK(generations.removeFailed().value() == 3);
    CHECK(generations.removeFailed().value() == 0);
    CHECK(generations.find(good));
    CHECK(generations.find(queued));
}

TEST_CASE_METHOD(LibraryFixture, "the_history_is_searched_and_paged_newest_first") {
    auto& library = open();
    auto& generations = library.generations();
    ProfileFields fields;
    fields.name = "Anna";
    const auto profile = library.profiles().create(fields).value().id;
    for (int i = 0; i < 10; ++i) {
        auto wanted = order(i % 2 == 0 ? "100% Even_" + std::to_string(i) : "odd " + std::to_string(i));
        if (i < 3) {
            wanted.profileId = profile;
        }
        REQUIRE(generations.create(wanted));
    }
    const auto page = generations.search({std::nullopt, std::nullopt, 3, 2}).value();
    CHECK(page.total == 10);
    REQUIRE(page.items.size() == 3);
    CHECK(page.items[0].order.text == "odd 7");
    CHECK(page.items[2].order.text == "odd 5");
    CHECK(generations.search({std::nullopt, "EVEN", 50, 0}).value().total == 5);
    CHECK(generations.search({std::nullopt, "0% e", 50, 0}).value().total == 5);
    // The signs that mean something in a pattern mean themselves.
    CHECK(generations.search({std::nullopt, "%", 50, 0}).value().total == 5);
    CHECK(generations.search({std::nullopt, "_", 50, 0}).value().total == 5);
    CHECK(generations.search({std::nullopt, "\\", 50, 0}).value().total == 0);
    CHECK(generations.search({std::nullopt, "' OR 1=1 --", 50, 0}).value().total == 0);
    CHECK(generations.search({profile, std::nullopt, 50, 0}).value().total == 3);
    CHECK(generations.search({profile, "odd", 50, 0}).value().total == 1);
    CHECK(generations.search({"nobody", std::nullopt, 50, 0}).value().total == 0);
    const auto beyond = generations.search({std::nullopt, std::nullopt, 50, 1000}).value();
    CHECK(beyond.items.empty());
    CHECK(beyond.total == 10);
}

TEST_CASE_METHOD(LibraryFixture, "statistics_count_what_is_played") {
    auto& generations = open().generations();
    CHECK(generations.statistics().value().seconds == 0.0);
    const auto id = completed(generations).id;
    REQUIRE(generations.requeue(id));
    REQUIRE(generations.complete(id, take(generations)));
    completed(generations);
    REQUIRE(generations.create(order()));
    const auto statistics = generations.statistics().value();
    CHECK(statistics.generations == 3);
    CHECK(statistics.seconds == 3.0);
    CHECK(statistics.profiles.empty());
}

TEST_CASE_METHOD(LibraryFixture, "a_favourite_is_toggled") {
    auto& generations = open().generations();
    const auto id = completed(generations).id;
    CHECK(generations.toggleFavorite(id).value());
    CHECK(generations.find(id).value().isFavorited);
    CHECK(!generations.toggleFavorite(id).value());
    CHECK(generations.toggleFavorite("0f8fad5b-d9cb-469f-a165-70867728950e").error().code == ErrorCode::notFound);
}

TEST_CASE_METHOD(LibraryFixture, "an_import_comes_with_all_its_takes_or_not_at_all") {
    auto& generations = open().generations();
    std::vector<NewTake> takes;
    takes.push_back(take(generations, "RIFFa"));
    takes.push_back(take(generations, "RIFFb"));
    takes[0].label = "original";
    const auto added = generations.add(order(), std::move(takes), 0).value();
    CHECK(added.status == Status::completed);
    REQUIRE(added.takes.size() == 2);
    CHECK(added.takes[0].isActive);
    CHECK(added.takes[1].label == "take-1");
    CHECK(content(generations.audio(added.id).value()) == "RIFFa");

    auto wanted = order();
    wanted.profileId = "0f8fad5b-d9cb-469f-a165-70867728950e";  // there is none: the row is refused
    std::vector<NewTake> others;
    others.push_back(take(generations));
    CHECK(!generations.add(wanted, std::move(others), 0));
    CHECK(!generations.add(order(), {}, 0));
    CHECK(recordings() == 2);
}
