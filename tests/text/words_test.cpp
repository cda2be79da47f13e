#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "families.h"
#include "table.h"
#include "text/front_end.h"
#include "words.h"

namespace parlando::text {

TEST_CASE("every spoken word knows what it says") {
    const auto rows = testing::readTable("words.tsv");
    REQUIRE(rows.size() >= 30);
    for (const auto& row : rows) {
        INFO("words.tsv line " << row.line << ": " << row.input);
        CHECK(testing::wordsAndPlaces(row.input) == row.expected);
    }
}

TEST_CASE("the places of words never go backwards and lie in their utterance") {
    std::string all;
    for (const auto& row : testing::readTable("normalise.tsv")) {
        INFO("normalise.tsv line " << row.line << ": " << row.input);
        if (const auto utterances = prepare(row.input)) {
            CHECK(testing::problemOf(*utterances, row.input) == "");
        }
        all += row.input + "\n\n";
        all += row.input + ", ";
    }
    CHECK(testing::problemOf(prepare(all).value(), all) == "");
}

TEST_CASE("wherever a number is cut that shares a word with a letter its places are one") {
    for (std::size_t before = 0; before < 120; ++before) {
        std::string text;
        for (std::size_t i = 0; i < before; ++i) {
            text += "a ";
        }
        text += "888888*888A88888*888A888888*888A88888";
        INFO(before << " words before it");
        CHECK(testing::problemOf(prepare(text).value(), text) == "");
    }
}

TEST_CASE("a narration gives what is prepared at once") {
    const std::string text = testing::repeated("Dr. Smith paid $3.50 at 5 p.m. * * *\n\nThen he left! ", 20'000);
    const auto prepared = prepare(text).value();
    auto narration = Narration::open(text).value();
    for (const Utterance& expected : prepared) {
        const auto utterance = narration.next().value();
        REQUIRE(utterance.has_value());
        CHECK(utterance->spoken == expected.spoken);
        CHECK(utterance->pauseAfter == expected.pauseAfter);
    }
    CHECK_FALSE(narration.next().value().has_value());
}

}  // namespace parlando::text
