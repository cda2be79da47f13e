#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "base/utf8.h"
#include "table.h"
#include "text/front_end.h"
#include "text/sentences.h"

namespace parlando::text {
namespace {

std::string splitWithBars(std::string_view text) {
    std::string joined;
    SentenceReader reader(text);
    while (const auto sentence = reader.next()) {
        joined += joined.empty() ? "" : " | ";
        joined += text.substr(sentence->begin, sentence->end - sentence->begin);
    }
    return joined;
}

}  // namespace

TEST_CASE("sentences are split where readers pause") {
    const auto rows = testing::readTable("sentences.tsv");
    REQUIRE(rows.size() >= 40);
    for (const auto& row : rows) {
        INFO("sentences.tsv line " << row.line << ": " << row.input);
        CHECK(splitWithBars(row.input) == row.expected);
    }
}

TEST_CASE("pauses follow the punctuation") {
    const auto utterances = prepare("One. Two? Three… Four!\n\nFive.").value();
    REQUIRE(utterances.size() == 5);
    CHECK(utterances[0].pauseAfter == Approx(0.35));
    CHECK(utterances[1].pauseAfter == Approx(0.35));
    CHECK(utterances[2].pauseAfter == Approx(0.45));
    CHECK(utterances[3].pauseAfter == Approx(0.6));
    CHECK(utterances[4].pauseAfter == Approx(0));
}

TEST_CASE("utterances carry their place and a mark at the end") {
    const std::string_view text = "He paid $5. Then left";
    const auto utterances = prepare(text).value();
    REQUIRE(utterances.size() == 2);
    CHECK(utterances[0].spoken == "He paid five dollars.");
    CHECK(text.substr(utterances[0].begin, utterances[0].end - utterances[0].begin) == "He paid $5.");
    CHECK(utterances[1].spoken == "Then left.");
    CHECK(utterances[1].end == text.size());
}

TEST_CASE("an utterance lists its words without punctuation") {
    const auto utterances = prepare("\"Well-known,\" he said: it's $5!").value();
    REQUIRE(utterances.size() == 1);
    std::vector<std::string> words;
    for (const Word& word : utterances[0].words) {
        words.push_back(utterances[0].spoken.substr(word.begin, word.end - word.begin));
    }
    CHECK(words == std::vector<std::string>{"Well-known", "he", "said", "it's", "five", "dollars"});
}

TEST_CASE("long sentences are cut at clauses") {
    std::string text;
    for (int i = 0; i < 12; ++i) {
        text += "the committee discussed the budget and the schedule, ";
    }
    const auto utterances = prepare(text + "and went home.").value();
    REQUIRE(utterances.size() >= 3);
    for (const Utterance& utterance : utterances) {
        CHECK(utf8::decode(utterance.spoken).size() <= 221);
    }
    CHECK(utterances[0].spoken.ends_with(','));
    CHECK(utterances[0].pauseAfter == Approx(0.15));
    CHECK(utterances.back().spoken.ends_with("went home."));
}

TEST_CASE("a run of words without marks is cut between words") {
    std::string text;
    for (int i = 0; i < 100; ++i) {
        text += "wandering ";
    }
    const auto utterances = prepare(text).value();
    REQUIRE(utterances.size() > 3);
    CHECK(utterances[0].pauseAfter == Approx(0));
    for (const Utterance& utterance : utterances) {
        CHECK(utterance.spoken.starts_with("wandering"));
        CHECK(utterance.spoken.find_first_not_of("wandering,. ") == std::string::npos);
    }
}

TEST_CASE("a word longer than an utterance is cut between code points") {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += "é";
    }
    const auto utterances = prepare(text).value();
    REQUIRE(utterances.size() >= 4);
    for (const Utterance& utterance : utterances) {
        CHECK_FALSE(utf8::firstInvalid(utterance.spoken).has_value());
        CHECK_FALSE(
            utf8::firstInvalid(std::string_view(text).substr(utterance.begin, utterance.end - utterance.begin)));
    }
}

TEST_CASE("nothing to speak is an error that says so") {
    for (const std::string_view text :
         {"", "  \n\n ", "***", "\U0001F600 \U0001F468\u200D\U0001F469", "...!?", "\u200B"}) {
        INFO(text);
        const auto utterances = prepare(text);
        REQUIRE_FALSE(utterances.has_value());
        CHECK(utterances.error().code == ErrorCode::invalidInput);
        CHECK(utterances.error().message == "There is nothing to speak: the text has no letters or digits.");
    }
}

TEST_CASE("text that is not UTF-8 is refused with the place") {
    const auto utterances = prepare("Good\xC3");
    REQUIRE_FALSE(utterances.has_value());
    CHECK(utterances.error().code == ErrorCode::invalidInput);
    CHECK(utterances.error().message.find("byte 4") != std::string::npos);
}

TEST_CASE("text over the limit is refused") {
    Limits limits;
    limits.longestText = 10;
    CHECK(prepare("Hello there, you.", limits).error().code == ErrorCode::resourceLimit);
}

}  // namespace parlando::text
