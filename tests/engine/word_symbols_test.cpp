#include "engine/word_symbols.h"

#include <catch2/catch.hpp>

#include "base/utf8.h"
#include "engine/kokoro/phonemes.h"
#include "engine/word_times.h"
#include "text/front_end.h"
#include "text/phonemizer.h"

using namespace parlando;
using namespace parlando::engine;

namespace {

const Pronunciation kEnglish{
    [](std::string_view text) {
        return text::phonemes(text).map([](const std::string& ipa) { return utf8::decode(ipa); });
    },
    [](std::string_view ipa) { return utf8::decode(ipa); }};

// The words' shares of the phonemes, with '|' between them.
std::string shares(const Symbols& symbols) {
    std::string all;
    for (const Range& range : symbols.words) {
        all += (&range == symbols.words.data() ? "" : "|") +
               utf8::encode(symbols.text.substr(range.begin, range.end - range.begin));
    }
    return all;
}

std::string found(const std::u32string& whole, const std::vector<std::u32string>& words) {
    return shares({whole, findWords(whole, words)});
}

text::Utterance utterance(const char* text) {
    const auto utterances = text::prepare(text);
    REQUIRE(utterances);
    return utterances->front();
}

}  // namespace

TEST_CASE("words_are_found_in_phonemes_that_are_joined_stressed_or_reduced") {
    CHECK(found(U"həlˈoʊ, wˈɜːld!", {U"həlˈoʊ", U"wˈɜːld"}) == "həlˈoʊ|wˈɜːld");
    CHECK(found(U"ʌvðə pˈiːpəl", {U"ˈʌv", U"ðˈə", U"pˈiːpəl"}) == "ʌv|ðə|pˈiːpəl");
    CHECK(found(U"ɐ dˈɑːɡ", {U"ˈeɪ", U"dˈɑːɡ"}) == "ɐ|dˈɑːɡ");
    CHECK(found(U"wˈɛl nˈoʊn mˈæn", {U"wˈɛl nˈoʊn", U"mˈæn"}) == "wˈɛl nˈoʊn|mˈæn");
    CHECK(found(U"“ˈæn,” sˈɛd", {U"ˈæn", U"sˈɛd"}) == "ˈæn|sˈɛd");
    // A sound of a combining mark belongs to its letter.
    CHECK(found(U"bˈʌtn\u0329 ˈɪz", {U"bˈʌtn\u0329", U"ˈɪz"}) == "bˈʌtn\u0329|ˈɪz");
}

TEST_CASE("a_word_without_sound_has_an_empty_share_in_its_place") {
    CHECK(found(U"ˈeɪ bˈiː", {U"ˈeɪ", U"", U"bˈiː"}) == "ˈeɪ||bˈiː");
    CHECK(found(U"", {U"ˈeɪ", U"bˈiː"}) == "|");
    CHECK(findWords(U"ˈeɪ", {}).empty());
    // What is too long to compare is divided in proportion.
    const std::u32string half(3000, U'a');
    const auto ranges = findWords(half + half, std::vector{half, half});
    CHECK(ranges[0].end == 3000);
    CHECK(ranges[1].end == 6000);
}

TEST_CASE("looking_for_words_does_not_change_the_phonemes") {
    for (const char* text :
         {"Of the people, by the people, for the people.", "Dr. Smith said \"I don't know\" at 5:30.",
          "It was what it should have been, wasn't it?", "(Well-known: A, B and C.)"}) {
        const text::Utterance spoken = utterance(text);
        const auto with = phonemesOf(spoken, Borders::needed, kEnglish);
        const auto without = phonemesOf(spoken, Borders::unneeded, kEnglish);
        REQUIRE(with);
        CHECK(with->text == without->text);
        CHECK(with->words.size() == spoken.words.size());
        CHECK(without->words.empty());
        std::size_t before = 0;
        for (const Range& range : with->words) {
            CHECK(range.begin >= before);
            CHECK(range.end > range.begin);
            before = range.end;
        }
    }
}

TEST_CASE("a_words_own_phonemes_replace_its_share_and_nothing_else") {
    text::Utterance spoken = utterance("I like tomato soup, tomato soup.");
    const auto plain = phonemesOf(spoken, Borders::needed, kEnglish);
    REQUIRE(plain);
    spoken.words[2].ipa = "təmˈɑːtoʊ";
    const auto own = phonemesOf(spoken, Borders::unneeded, kEnglish);
    REQUIRE(own);
    const Range place = plain->words[2];
    CHECK(own->text == plain->text.substr(0, place.begin) + U"təmˈɑːtoʊ" + plain->text.substr(place.end));
    CHECK(own->words.size() == 6);
    CHECK(utf8::encode(own->text.substr(own->words[4].begin, 3)) ==
          utf8::encode(plain->text.substr(plain->words[4].begin, 3)));
}

TEST_CASE("a_persons_ipa_becomes_kokoros_alphabet_with_and_without_ties") {
    CHECK(kokoro::fromIpa("tʃˈaɪ", kokoro::Accent::american) == U"ʧˈI");
    CHECK(kokoro::fromIpa("t\u0361ʃˈaɪ", kokoro::Accent::american) == U"ʧˈI");
    CHECK(kokoro::fromIpa("kˈOkəɹO", kokoro::Accent::american) == U"kˈOkəɹO");
}

TEST_CASE("letters_are_counted_in_characters") {
    const Symbols symbols = lettersOf({.spoken = "Ça va, très.", .words = {{0, 3}, {4, 6}, {8, 13}}});
    CHECK(shares(symbols) == "Ça|va|très");
}

TEST_CASE("a_words_place_is_the_sum_of_the_frames_before_it") {
    constexpr auto kBlank = std::u32string::npos;
    const std::vector<Range> words = {{0, 2}, {2, 2}, {3, 4}};
    //                                       blank a      b      blank  space  c  mark
    const std::vector<std::size_t> places = {kBlank, 0, 1, kBlank, 2, 3, 4};
    const std::vector<std::int64_t> frames = {5, 1, 2, 3, 7, 4, 9};
    const auto found = placesOf(words, places, frames, 10);
    REQUIRE(found.size() == 3);
    CHECK((found[0].begin == 50 && found[0].end == 110));
    CHECK((found[1].begin == 110 && found[1].end == 110));
    CHECK((found[2].begin == 180 && found[2].end == 220));
}

TEST_CASE("a_word_is_told_when_its_audio_was_given_and_ends_with_the_audio") {
    const text::Utterance spoken{.spoken = "a b c", .words = {{0, 1, 10, 11}, {2, 3, 12, 13}, {4, 5, 14, 15}}};
    WordClock clock(1000);
    clock.begin(spoken, 2000);
    clock.add({0, 100, 300});
    clock.add({1, 300, 500});
    clock.add({2, 600, 900});
    CHECK(clock.upTo(150, 100).empty());
    const auto first = clock.upTo(250, 100);
    REQUIRE(first.size() == 1);
    CHECK(first[0] == SpokenWord{10, 11, 2.0, 2.2});
    const auto rest = clock.rest(600, 100);
    REQUIRE(rest.size() == 2);
    CHECK(rest[0] == SpokenWord{12, 13, 2.2, 2.4});
    CHECK(rest[1] == SpokenWord{14, 15, 2.5, 2.6});  // the last 200 samples were silence that was cut off
}
