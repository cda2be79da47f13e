#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spdlog/fmt/fmt.h>
#include <catch2/catch.hpp>

#include "text/front_end.h"
#include "words.h"

namespace parlando::text {
namespace {

// "spoken (pause)" of each utterance, with bars between.
std::string utterances(std::string_view text) {
    std::string list;
    const auto utterances = prepare(text).value();
    for (const Utterance& utterance : utterances) {
        list += list.empty() ? "" : " | ";
        list += utterance.pauseBefore > 0 ? fmt::format("({}) ", utterance.pauseBefore) : "";
        list += fmt::format("{} ({})", utterance.spoken, utterance.pauseAfter);
    }
    return list;
}

// "word/ipa/" of the words that bring their own sounds.
std::string pronounced(std::string_view text) {
    std::string list;
    const auto utterances = prepare(text).value();
    for (const Utterance& utterance : utterances) {
        for (const Word& word : utterance.words) {
            if (!word.ipa.empty()) {
                list += list.empty() ? "" : " ";
                list += text.substr(word.sourceBegin, word.sourceEnd - word.sourceBegin);
                list += "=" + utterance.spoken.substr(word.begin, word.end - word.begin) + "/" + word.ipa + "/";
            }
        }
    }
    CHECK(testing::problemOf(utterances, text) == "");
    return list;
}

}  // namespace

TEST_CASE("a pause is as long as the text asks for") {
    CHECK(utterances("Wait [pause:1.5s] for it.") == "Wait, (1.5) | for it. (0)");
    CHECK(utterances("Wait. [pause:500ms] Go.") == "Wait. (0.5) | Go. (0)");
    CHECK(utterances("Wait.[pause:0s] Go.") == "Wait. (0) | Go. (0)");
    CHECK(utterances("One\n\n[pause:2s]\n\nTwo") == "One. (2) | Two. (0)");
    CHECK(utterances("[pause:1s] Hello [PAUSE:2s].") == "(1) Hello. (2)");
    CHECK(utterances("- one [pause:1s]\n- two") == "one. (1) | two. (0)");
}

TEST_CASE("pauses in a row add up to ten seconds at most") {
    CHECK(utterances("One [pause:1s][pause:250ms] two.") == "One, (1.25) | two. (0)");
    CHECK(utterances("One [pause:1s] [pause:2s].") == "One. (3)");
    CHECK(utterances("One [pause:1s][pause:2s]") == "One. (3)");
    CHECK(utterances("One. [pause:9s] *** [pause:9s] Two.") == "One. (10) | Two. (0)");
    CHECK(utterances("One [pause:99999s] two.") == "One, (10) | two. (0)");
}

TEST_CASE("what is no pause is read") {
    for (const std::string_view tag :
         {"[pause:]", "[pause:s]", "[pause:-1s]", "[pause:1]", "[pause:1h]", "[pause:infs]", "[pause:nans]",
          "[pause:1e3s]", "[pause:1.5.5s]", "[pause 1s]", "[pause:000000000001s]", "[pause:1s"}) {
        INFO(tag);
        const auto spoken = prepare("One " + std::string(tag) + " two.").value();
        REQUIRE(spoken.size() == 1);
        CHECK(spoken[0].spoken.find("pause") != std::string::npos);
    }
}

TEST_CASE("a rate holds until another one") {
    const auto rated = prepare("One. [rate:0.5] Two [RATE:2]three. Four.[rate:1][pause:1s] Five [rate:99]six").value();
    std::vector<std::pair<std::string, double>> said;
    for (const auto& utterance : rated) {
        said.emplace_back(utterance.spoken, utterance.rate);
    }
    CHECK(said == std::vector<std::pair<std::string, double>>{
                      {"One.", 1}, {"Two,", 0.5}, {"three.", 2}, {"Four.", 2}, {"Five,", 1}, {"six.", 4}});
    CHECK(utterances("One. [rate:2] Two.") == utterances("One. Two."));
    CHECK(utterances("One. Four.[rate:1][pause:1s] Five") == "One. (0.35) | Four. (1) | Five. (0)");
    for (const std::string text : {"[rate:]", "[rate:-1]", "[rate:1s]", "[rate:fast]", "[rate:1"}) {
        CAPTURE(text);
        CHECK(prepare(text).value()[0].spoken.find("rate") != std::string::npos);
    }
}

TEST_CASE("only directions are nothing to speak") {
    CHECK(prepare("[rate:2] … [rate:1]").error().code == ErrorCode::invalidInput);
    CHECK(prepare("[pause:1s] … [pause:2s]").error().code == ErrorCode::invalidInput);
}

TEST_CASE("a word is said as the text writes it") {
    CHECK(pronounced("I say [tomato](/təˈmɑːtəʊ/).") == "tomato=tomato/təˈmɑːtəʊ/");
    CHECK(pronounced("**[read](/ɹɛd/)** and [read](/ɹiːd/)") == "read=read/ɹɛd/ read=read/ɹiːd/");
    CHECK(pronounced("In [San José](/sæn hoʊˈzeɪ/), now") == "San José=San José/sæn hoʊˈzeɪ/");
    CHECK(pronounced("the [5](/faɪf/) of us, [Dr.](/ˈdɒk.tə/) No") == "5=five/faɪf/ Dr.=doctor/ˈdɒk.tə/");
    CHECK(pronounced("- [cheese](/t͡ʃiːz/)") == "cheese=cheese/t͡ʃiːz/");
    CHECK(pronounced("un-[do](/duː/)-able") == "do=do/duː/");
    CHECK(utterances("St. [Aidan](/ˈeɪdən/) and Dr. [Who](/huː/) came.") == "saint Aidan and doctor Who came. (0)");
    CHECK(utterances("J. R. R. [Tolkien](/ˈtɒlkiːn/) wrote.") == "J R R Tolkien wrote. (0)");
}

TEST_CASE("a pronunciation survives the cuts of a long sentence") {
    std::string text;
    std::string expected;
    for (int i = 0; i < 60; ++i) {
        text += "walked on [San Jose](/sæn/) ";
        expected += expected.empty() ? "" : " ";
        expected += "San Jose=San Jose/sæn/";
    }
    CHECK(prepare(text).value().size() > 4);
    CHECK(pronounced(text) == expected);
}

TEST_CASE("links and what is no IPA are read as before") {
    for (const std::string_view text :
         {"[word](https://example.com/)", "[word](/Path/)", "[word](/a1/)", "[word](//)", "[word](/ˈ/)", "[word](/a/",
          "[word](/a b", "[word](/a\"b/)", "[two\nlines](/a/)", "[word](/tə. meɪ/)", "[a. b](/a/)", "[](/a/)",
          "[!](/a/)"}) {
        INFO(text);
        const auto spoken = prepare(std::string(text) + " end");
        CHECK(spoken.has_value());
        CHECK(pronounced(std::string(text) + " end") == "");
    }
    CHECK(prepare("See [the page](https://example.com/x) now").value()[0].spoken == "See the page now.");
    std::string longest = "[a](/";
    for (int i = 0; i < 64; ++i) {
        longest += "ə";
    }
    CHECK_FALSE(pronounced(longest + "/) b").empty());
    CHECK(pronounced(longest + "ə/) b").empty());
}

}  // namespace parlando::text
