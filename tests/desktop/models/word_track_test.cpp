#include "desktop/models/word_track.h"

#include <catch2/catch.hpp>

using namespace parlando::desktop;

namespace {

QJsonArray word(int begin, int end, double start, double stop) {
    return {begin, end, start, stop};
}

WordTrack track(const char* text, const QJsonArray& words) {
    WordTrack track;
    track.setText(QString::fromUtf8(text));
    track.add(words);
    return track;
}

}  // namespace

TEST_CASE("bytes_of_the_text_become_places_in_utf_16") {
    const auto words =
        track("Ça va 😀 bien.", {word(0, 3, 0, 0.5), word(4, 6, 0.5, 1), word(7, 11, 1, 1.5), word(12, 16, 1.5, 2)});
    CHECK(words.at(0.2) == WordTrack::Place{0, 2});
    CHECK(words.at(0.7) == WordTrack::Place{3, 5});
    CHECK(words.at(1.2) == WordTrack::Place{6, 8});
    CHECK(words.at(1.7) == WordTrack::Place{9, 13});
}

TEST_CASE("a_word_is_heard_from_its_start_and_not_in_a_pause") {
    const auto words = track("One two three", {word(0, 3, 0.1, 0.4), word(4, 7, 0.5, 0.8), word(8, 13, 1.5, 2)});
    CHECK(words.at(0.0) == WordTrack::Place());
    CHECK(words.at(0.1).begin == 0);
    CHECK(words.at(0.45).begin == 0);  // no flicker between words
    CHECK(words.at(0.5).begin == 4);
    CHECK(words.at(1.0) == WordTrack::Place());
    CHECK(words.at(2.5) == WordTrack::Place());
}

TEST_CASE("what_says_one_place_is_one_word_and_what_is_told_twice_counts_once") {
    auto words = track("$3 now", {word(0, 2, 0, 0.3), word(0, 2, 0.3, 0.8)});
    words.add({word(0, 2, 0, 0.3), word(0, 2, 0.3, 0.8), word(3, 6, 0.8, 1.2)});
    CHECK(words.at(0.7) == WordTrack::Place{0, 2});
    CHECK(words.at(1.0) == WordTrack::Place{3, 6});
}

TEST_CASE("words_that_do_not_fit_the_text_are_left_out") {
    const QJsonArray bad[] = {word(0, 1, 0, 1), word(1, 3, 0, 1),   word(0, 99, 0, 1), word(-1, 3, 0, 1),
                              word(3, 0, 0, 1), word(0, 3, 1, 0.5), word(0, 3, -1, 1), {},
                              {"a", "b"}};
    for (const auto& entry : bad) {
        CHECK(track("Ça", {entry}).at(0.5) == WordTrack::Place());
    }
}
