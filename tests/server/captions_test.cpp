#include "server/captions.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "server/word_times.h"

using namespace parlando;
using namespace parlando::server;
using engine::SpokenWord;

namespace {

// What is between blanks, each for `seconds`.
std::vector<SpokenWord> evenly(std::string_view text, double seconds = 0.3) {
    return writtenWords(text,
                        std::vector<SpokenWord>{{0, text.size(), 0.0, seconds * static_cast<double>(text.size())}});
}

std::string joined(const std::vector<Cue>& cues) {
    std::string all;
    for (const Cue& cue : cues) {
        for (const std::string& line : cue.lines) {
            all += (all.empty() ? "" : " ") + line;
        }
    }
    return all;
}

}  // namespace

TEST_CASE("words_that_say_one_place_are_one_and_long_places_are_divided") {
    const std::string text = "It costs $3.50 on May 3rd.";
    const std::vector<SpokenWord> spoken = {{0, 2, 0.0, 0.2},   {3, 8, 0.2, 0.5},  {9, 14, 0.5, 0.8},
                                            {9, 14, 0.8, 1.1},  {9, 14, 1.1, 1.4}, {15, 17, 1.4, 1.6},
                                            {18, 25, 1.6, 2.0}, {18, 25, 2.0, 2.2}};
    const auto words = writtenWords(text, spoken);
    const auto json = timestampsOf(text, words);
    REQUIRE(json.size() == 6);
    CHECK(json[2]["word"] == "$3.50");
    CHECK(json[2]["start_time"] == 0.5);
    CHECK(json[2]["end_time"] == 1.4);
    CHECK(json[4]["word"] == "May");
    CHECK(json[4]["end_time"] == 1.9);
    CHECK(json[5]["word"] == "3rd");
    CHECK(json[5]["end_time"] == 2.2);
    CHECK(json[5]["begin"] == 22);
}

TEST_CASE("what_is_stored_comes_back_and_what_is_damaged_is_left_out") {
    const std::vector<SpokenWord> words = {{0, 2, 0.0, 0.25}, {3, 8, 0.25, 1.5}};
    CHECK(wordsFromStore(storedWords(words), "ab cdefg") == words);
    CHECK(wordsFromStore(storedWords(words), "ab cd").size() == 1);
    CHECK(wordsFromStore("[[3,8,0.25,1.5],[0,2,0,0.25]]", "ab cdefg").size() == 1);  // backwards
    CHECK(wordsFromStore("[[0,2,0,1],[1,3,0.5,2]]", "ab cdefg").size() == 1);        // at the same time
    CHECK(wordsFromStore("[[0,2,0,1],[2,3,1,2]]", "aé b").empty());                  // within a character
    for (const char* bad : {"", "[", "{}", "[1]", "[[1,2,3]]", "[[-1,2,0,1]]", "[[2,1,0,1]]", "[[0,1,2,1]]",
                            R"([["0",1,0,1]])", "[[0,1,-1,1]]", "[[0,1,null,1]]"}) {
        CHECK(wordsFromStore(bad, "ab cdefg").empty());
    }
}

TEST_CASE("a_cue_is_at_most_two_lines_and_seven_seconds_and_no_word_is_lost") {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += i % 11 == 10 ? "sentence ends. \n\n" : i % 5 == 4 ? "a \"clause\", " : "word ";
    }
    const auto words = evenly(text, GENERATE(0.02, 0.06, 0.3));
    const auto cues = cuesOf(text, words);
    double before = 0.0;
    std::size_t longestCue = 0;
    for (const Cue& cue : cues) {
        CHECK(cue.lines.size() <= kMostLines);
        for (const std::string& line : cue.lines) {
            CHECK(utf8::decode(line).size() <= kLongestLine);
            CHECK(!line.empty());
        }
        CHECK(cue.start >= before);
        CHECK(cue.end > cue.start);
        CHECK((cue.end - cue.start <= kLongestCue + 0.001 || cue.lines.front().find(' ') == std::string::npos));
        before = cue.end;
        longestCue = std::max(longestCue, cue.lines.size());
    }
    std::string plain;
    for (const SpokenWord& word : words) {
        plain += (plain.empty() ? "" : " ") + text.substr(word.sourceBegin, word.sourceEnd - word.sourceBegin);
    }
    CHECK(joined(cues) == plain);
}

TEST_CASE("cues_end_with_sentences_and_are_cut_at_clauses") {
    const std::string text =
        "Short one. When the long sentence goes on and on, it is cut behind the comma, and not in the middle of it. "
        "He said \"no.\" Then?";
    const auto cues = cuesOf(text, evenly(text, 0.05));
    REQUIRE(cues.size() == 5);
    CHECK(cues[0].lines == std::vector<std::string>{"Short one."});
    CHECK(joined({cues[1]}).back() == ',');
    CHECK(joined({cues[2]}).ends_with("of it."));
    CHECK(cues[3].lines == std::vector<std::string>{"He said \"no.\""});
}

TEST_CASE("a_word_longer_than_a_line_and_text_without_blanks_are_divided") {
    const std::string text =
        std::string(200, 'x') +
        " 这是一个没有空格的很长很长的句子这是一个没有空格的很长很长的句子这是一个没有空格的很长很长的句子";
    for (const Cue& cue : cuesOf(text, evenly(text, 0.02))) {
        CHECK(cue.lines.size() <= kMostLines);
        for (const std::string& line : cue.lines) {
            CHECK(utf8::decode(line).size() <= kLongestLine);
        }
    }
    CHECK(cuesOf("", {}).empty());
    CHECK(cuesOf("...", {}).empty());
}

TEST_CASE("what_directs_the_reading_is_not_in_captions") {
    const std::string text = "## I say [tomato](/sæn hoʊ/), (**not**) [pause:1.5s] [this](https://x.org/a b).";
    std::vector<SpokenWord> words;
    for (const char* word : {"I", "say", "tomato", "not", "this"}) {
        const std::size_t begin = text.find(word);
        const auto start = static_cast<double>(words.size());
        words.push_back({begin, begin + std::string_view(word).size(), start * 0.3, start * 0.3 + 0.3});
    }
    CHECK(joined(cuesOf(text, words)) == "I say tomato, (not) this.");
}

namespace {

// Captions of the text with the words that stand in it one after the other.
std::string captioned(std::string_view text, std::initializer_list<std::string_view> spoken) {
    std::vector<SpokenWord> words;
    std::size_t begin = 0;
    for (const std::string_view word : spoken) {
        begin = text.find(word, begin);
        REQUIRE(begin != std::string_view::npos);
        const double start = 0.3 * static_cast<double>(words.size());
        words.push_back({begin, begin + word.size(), start, start + 0.3});
        begin += word.size();
    }
    return joined(cuesOf(text, words));
}

}  // namespace

TEST_CASE("captions_have_blanks_where_the_text_has_them") {
    CHECK(captioned("and/or x^2, left\u2014then", {"and", "or", "x", "^2", "left", "then"}) ==
          "and/or x^2, left\u2014then");
}

TEST_CASE("pauses_references_and_html_are_not_in_captions") {
    CHECK(captioned("One [Pause:1s] fact[12] goes[^1] <b>on</b>.", {"One", "fact", "goes", "on"}) ==
          "One fact goes on.");
    CHECK(captioned("a < b [see] <3", {"a", "b", "see", "3"}) == "a < b see <3");
}

TEST_CASE("files_are_as_their_formats_want_them") {
    const std::string text = "a < b --> c & d.";
    const std::vector<SpokenWord> spoken = {{0, text.size(), 3661.5, 3663.0}};
    CHECK(captionsOf(CaptionFormat::srt, text, spoken) == "1\n01:01:01,500 --> 01:01:03,000\na < b --> c & d.\n\n");
    CHECK(captionsOf(CaptionFormat::vtt, text, spoken) ==
          "WEBVTT\n\n01:01:01.500 --> 01:01:03.000\na &lt; b --&gt; c &amp; d.\n\n");
    CHECK(nlohmann::json::parse(captionsOf(CaptionFormat::json, text, spoken))["timestamps"].size() == 7);
    CHECK(captionFormat("vtt") == CaptionFormat::vtt);
    CHECK(!captionFormat("ass"));
}
