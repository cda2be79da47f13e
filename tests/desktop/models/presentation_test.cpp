#include <catch2/catch.hpp>

#include "desktop/models/presentation.h"

using namespace parlando::desktop;

TEST_CASE("clock_texts_show_minutes_and_hours_only_where_there_are_some") {
    CHECK(clockText(0) == "0:00");
    CHECK(clockText(-3) == "0:00");
    CHECK(clockText(7.9) == "0:07");
    CHECK(clockText(750) == "12:30");
    CHECK(clockText(3725) == "1:02:05");
}

TEST_CASE("a_duration_is_estimated_from_letters_sentences_and_speed") {
    const QString sentence("Good morning. The train leaves in five minutes.");
    const double normal = estimatedSeconds(sentence, 1.0);
    CHECK(normal > 2.5);
    CHECK(normal < 5.0);
    CHECK(estimatedSeconds(sentence, 2.0) == Approx(normal / 2.0));
    CHECK(estimatedSeconds("", 1.0) == 0.0);
}

TEST_CASE("ideographs_take_longer_than_letters") {
    CHECK(estimatedSeconds(QString::fromUtf8("你好世界"), 1.0) > 3.0 * estimatedSeconds("abcd", 1.0));
}

TEST_CASE("dots_in_a_row_are_one_pause") {
    CHECK(estimatedSeconds("Well...", 1.0) == Approx(estimatedSeconds("Well.", 1.0)));
}
