#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "families.h"
#include "text/dictionary.h"
#include "text/front_end.h"
#include "words.h"

namespace parlando::text {
namespace {

using Entries = std::vector<DictionaryEntry>;

std::string applied(const Entries& entries, std::string_view text, std::string_view language = "en-US") {
    return Dictionary::of(entries).value().applied({std::string(text)}, language).value().text;
}

// "spoken=source" for each word, with the sounds that it brings: the places are those of `text`.
std::string words(const Entries& entries, std::string_view text) {
    const Script script = Dictionary::of(entries).value().applied({std::string(text)}, "en").value();
    std::string list;
    const auto utterances = prepare(script.text).value();
    for (const Utterance& utterance : utterances) {
        for (const Word& word : utterance.words) {
            const Place place = script.origins.of(word.sourceBegin, word.sourceEnd);
            list += list.empty() ? "" : " | ";
            list += utterance.spoken.substr(word.begin, word.end - word.begin);
            list += word.ipa.empty() ? "=" : "/" + word.ipa + "/=";
            list += text.substr(place.begin, place.end - place.begin);
        }
    }
    return list;
}

std::string problem(const DictionaryEntry& entry) {
    const auto found = problemOf(entry);
    return found ? found->message : "";
}

std::string fileProblem(std::string_view file) {
    const auto read = readDictionary(file);
    return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("a word is read as the dictionary spells it") {
    const Entries entries = {{"gif", "jif"}, {"New York", "Noo Yawk"}, {"AT&T", "A T and T"}, {"C++", "see plus plus"}};
    CHECK(applied(entries, "A gif, a GIF and a Gif.") == "A jif, a jif and a jif.");
    CHECK(applied(entries, "In New\n York: \"new york\"") == "In Noo Yawk: \"Noo Yawk\"");
    CHECK(applied(entries, "AT&T wrote C++.") == "A T and T wrote see plus plus.");
    CHECK(applied(entries, "gifs, gif2, York") == "gifs, gif2, York");
    CHECK(applied(entries, "New\n\nYork") == "New\n\nYork");
}

TEST_CASE("a word of the dictionary brings its sounds and the place where it is written") {
    const Entries entries = {{"tomato", "/təˈmɑːtəʊ/"}, {"SQL", "sequel"}, {"Café Noir", "/kafe nwaʁ/"}};
    CHECK(words(entries, "One tomato.") == "One=One | tomato/təˈmɑːtəʊ/=tomato");
    CHECK(words(entries, "My SQL is old") == "My=My | sequel=SQL | is=is | old=old");
    CHECK(words(entries, "Die Café Noir, 5") == "Die=Die | Café Noir/kafe nwaʁ/=Café Noir | five=5");
    CHECK(words(entries, "Le cafe\u0301 noir") == "Le=Le | café noir/kafe nwaʁ/=cafe\u0301 noir");
}

TEST_CASE("a word with a capital inside is found only as it is written") {
    const Entries entries = {{"US", "United States"}, {"us", "uss"}, {"Polish", "pole ish"}};
    CHECK(applied(entries, "US, us, Us") == "United States, uss, uss");
    CHECK(applied(entries, "polish Polish POLISH") == "pole ish pole ish pole ish");
    CHECK(applied({{"iOS", "eye oh ess"}}, "iOS ios IOS") == "eye oh ess ios IOS");
}

TEST_CASE("the longest entry counts") {
    const Entries entries = {{"New", "nu"}, {"New York", "gotham"}, {"New York City", "the city"}};
    CHECK(applied(entries, "New York City, New York cities, new") == "the city, gotham cities, nu");
}

TEST_CASE("an entry of a language is for voices that speak it") {
    const Entries entries = {{"Paris", "/paʁi/", "fr"}, {"Paris", "pah ree"}, {"chat", "sha", "fr-CA"}};
    CHECK(applied(entries, "Paris chat", "fr-FR") == "[Paris](/paʁi/) sha");
    CHECK(applied(entries, "Paris chat", "en-GB") == "pah ree chat");
    CHECK(applied(entries, "Paris chat", "") == "pah ree chat");
}

TEST_CASE("an English s goes with the word that it belongs to") {
    const Entries entries = {{"Anna", "/ˈænə/"}, {"Max", "/mæks/"}, {"Pat", "Patt"}};
    CHECK(applied(entries, "Anna's, Anna’s") == "[Anna's](/ˈænəz/), [Anna's](/ˈænəz/)");
    CHECK(applied(entries, "Max's Pat's") == "[Max's](/mæksɪz/) Patt's");
    CHECK(applied(entries, "Annan't") == "Annan't");
    CHECK(words(entries, "Anna's cat") == "Anna's/ˈænəz/=Anna's | cat=cat");
}

TEST_CASE("addresses, markup and what directs the reading stay as they are") {
    const Entries entries = {{"example", "sample"}, {"docs", "dox"}, {"a", "/eɪ/"}, {"pause", "paws"},
                             {"amp", "amper"},      {"com", "comm"}, {"s", "ess"},  {"tomato", "potato"}};
    for (const std::string_view text :
         {"https://example.com/docs", "See www.example.com/a.", "mail@example.com", "example.com/docs", "@docs #docs",
          "[pause:1s]", "[tomato](/təˈmɑːtəʊ/)", "<a href=\"docs\">", "AT&amp;T", "docs.txt", "my_docs", "a.b",
          "[the](docs/a.md)"}) {
        INFO(text);
        CHECK(applied(entries, text) == text);
    }
    CHECK(applied(entries, "[docs](https://example.com) docs.") == "[dox](https://example.com) dox.");
    CHECK(applied(entries, "_docs_ **docs**, and/or docs") == "_dox_ **dox**, and/or dox");
}

TEST_CASE("words are found where no blanks are written between them") {
    CHECK(applied({{"重庆", "chong ching"}}, "我在重庆住。") == "我在 chong ching 住。");
    CHECK(applied({{"Москва", "/mɐskˈva/"}}, "МОСКВА, москвай", "ru") == "[МОСКВА](/mɐskˈva/), москвай");
}

TEST_CASE("a dictionary without a word of the text changes nothing") {
    const Script script = Dictionary::of(Entries{{"gif", "jif"}}).value().applied({"Nothing here."}, "en").value();
    CHECK(script.text == "Nothing here.");
    CHECK(script.origins.of(8, 12).begin == 8);
    CHECK(Dictionary::of({}).value().isEmpty());
}

TEST_CASE("an entry that cannot be used says why") {
    CHECK(problem({"tomato", "/təˈmɑːtəʊ/"}) == "");
    CHECK(problem({"", "x"}) == "the word has no letter or digit");
    CHECK(problem({"☺", "x"}) == "the word has no letter or digit");
    CHECK(problem({" a", "x"}) == "the word begins or ends with a blank");
    CHECK(problem({"a\nb", "x"}) == "the word has a character that cannot be seen");
    CHECK(problem({std::string(101, 'a'), "x"}) == "the word has more than 100 characters");
    CHECK(problem({"a\xFF", "x"}) == "the word is not valid UTF-8");
    CHECK(problem({"https://example.com/", "x"}).find("web addresses") == 0);
    CHECK(problem({"a", ""}) == "the pronunciation has no letter or digit");
    CHECK(problem({"a", "/tə"}).find("phonetic letters stand between two slashes") == 0);
    CHECK(problem({"a", "/t3/"}) == "'3' is not in the International Phonetic Alphabet");
    CHECK(problem({"a", "/tЖ/"}) == "'Ж' is not in the International Phonetic Alphabet");
    CHECK(problem({"a", "/" + std::string(65, 'a') + "/"}).find("1 to 64 phonetic letters") != std::string::npos);
    CHECK(problemOf({"a", "/tə3/"})->at == 3);
    CHECK(problem({"a", "b", "e"}).find("a language is written like en") == 0);
    CHECK(problem({"a", "b", "en-"}).find("a language is written like en") == 0);
    CHECK(problem({"a", "b", "pt-BR"}) == "");
    CHECK(Dictionary::of(Entries{{"gif", "a"}, {"GIF", "b"}}).has_value());
    CHECK(Dictionary::of(Entries{{"gif", "a"}, {"Gif", "b"}}).error().message == "'Gif' is in the dictionary already");
    CHECK(Dictionary::of(Entries(1001, {"a", "b"})).error().code == ErrorCode::resourceLimit);
}

TEST_CASE("a file has an entry in each line") {
    const auto entries =
        readDictionary("\xEF\xBB\xBF# ours\nSQL = sequel\r\n\n  a b=/eɪ/\n[fr]\nParis = pari\n[]\nx = y");
    REQUIRE(entries.has_value());
    CHECK(*entries == Entries{{"SQL", "sequel"}, {"a b", "/eɪ/"}, {"Paris", "pari", "fr"}, {"x", "y"}});
}

TEST_CASE("a mistake in a file is told with its line and column") {
    CHECK(fileProblem("a = b\nnonsense").find("line 2, column 1: this is no entry") == 0);
    CHECK(fileProblem("é = /t3/") == "line 1, column 7: '3' is not in the International Phonetic Alphabet");
    CHECK(fileProblem("a =") == "line 1, column 4: the pronunciation has no letter or digit");
    CHECK(fileProblem("a = b\nc = \xFFx") == "line 2, column 5: this is not valid UTF-8");
    CHECK(fileProblem("[en\n") == "line 1, column 1: the bracket is not closed; write a language like [en]");
    CHECK(fileProblem("[e n]").find("line 1, column 2: a language is written like en") == 0);
    CHECK(fileProblem("one = 1\n\nOne = 2") == "line 3, column 1: 'One' is in line 1 already");
    std::string many;
    for (int i = 0; i <= 1000; ++i) {
        many += "word" + std::to_string(i) + " = x\n";
    }
    CHECK(fileProblem(many) == "line 1001, column 1: a dictionary has at most 1000 entries");
}

TEST_CASE("hostile texts keep their places and their limit") {
    Entries entries = {{"a a a a a a a a a a a b", "/eɪ/"},
                       {"word; word", "x"},
                       {"x", "/ɛks/"},
                       {"St.", "street"},
                       {"1", "won"},
                       {"e\u0301", "eh"},
                       {"NASA", "n"},
                       {"a", "eigh"}};
    for (int i = 0; i < 900; ++i) {
        entries.push_back({"a " + std::to_string(i), "b"});
    }
    const Dictionary dictionary = Dictionary::of(entries).value();
    for (const std::string_view piece : testing::kFamilies) {
        INFO(piece);
        const std::string text = testing::repeated(piece, std::size_t{64} << 10);
        const Script script = dictionary.applied({text}, "en").value();
        if (const auto utterances = prepare(script.text.substr(0, 5000))) {
            CHECK(testing::problemOf(*utterances, script.text) == "");
        }
        CHECK(script.origins.of(script.text.size() - 1, script.text.size()).end == text.size());
    }
    const Dictionary longer = Dictionary::of(Entries{{"a", std::string(100, 'b')}}).value();
    CHECK(longer.applied({testing::repeated("a ", std::size_t{1} << 20)}, "en").error().code ==
          ErrorCode::resourceLimit);
}

}  // namespace parlando::text
