#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "text/phonemizer.h"

namespace parlando::text {

TEST_CASE("phonemes keep stress and punctuation") {
    CHECK(phonemes("Hello, world! How are you?").value() == "həlˈoʊ, wˈɜːld! hˈaʊ ɑːɹ juː?");
    CHECK(phonemes("left early… came back; really: yes").value() == "lˈɛft ˈɜːli… kˈeɪm bˈæk; ɹˈiəli: jˈɛs");
    CHECK(phonemes("word—word").value() == "wˈɜːd— wˈɜːd");
    CHECK(phonemes("one ,two . ").value() == "wˈʌn, tˈuː.");
}

TEST_CASE("phonemes put quotes and brackets where they stood") {
    CHECK(phonemes("She said \"hello\" to him.").value() == "ʃiː sˈɛd \"həlˈoʊ\" tə hˌɪm.");
    CHECK(phonemes("the (old) man").value() == "ðə (ˈoʊld) mˈæn");
}

// espeak-ng's text pointer runs one character ahead of the clause that it returns; nothing may get lost.
TEST_CASE("no clause is lost at abbreviations and in long spans") {
    CHECK(phonemes("Dr Smith").value() == "dˈɑːktɚ smˈɪθ");
    std::string text;
    std::string expected;
    for (int i = 0; i < 400; ++i) {
        text += "hello ";
        expected += i == 0 ? "həlˈoʊ" : " həlˈoʊ";
    }
    CHECK(phonemes(text).value() == expected);
}

TEST_CASE("language flags are left out") {
    for (const std::string_view text : {"Champs-Élysées", "Владимир went home", "東京 is big"}) {
        const auto spoken = phonemes(text);
        REQUIRE(spoken.has_value());
        CHECK(spoken->find('(') == std::string::npos);
        CHECK(spoken->find("  ") == std::string::npos);
    }
}

TEST_CASE("a span without phonemes gives nothing") {
    CHECK(phonemes("").value().empty());
    CHECK(phonemes("  \n ").value().empty());
    CHECK(phonemes("!!!").value() == "!!!");
    CHECK(phonemes(std::string_view("one\0two", 7)).value() == "wˈʌn tˈuː");
}

TEST_CASE("the same text gives the same phonemes") {
    const std::string_view text = "I read the record; Владимир, record the read!";
    const std::string first = phonemes(text).value();
    CHECK(phonemes("Something else in between.").has_value());
    CHECK(phonemes("bonjour le monde", "fr").value() != phonemes("bonjour le monde").value());
    CHECK(phonemes(text).value() == first);
}

TEST_CASE("threads take turns") {
    const std::string_view text = "The quick brown fox jumps over the lazy dog, twice.";
    const std::string expected = phonemes(text).value();
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                const auto spoken = phonemes(text);
                wrong += spoken && *spoken == expected ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(wrong == 0);
}

TEST_CASE("a giant word is cut") {
    const auto spoken = phonemes(std::string(20000, 'a'));
    REQUIRE(spoken.has_value());
    CHECK_FALSE(spoken->empty());
}

TEST_CASE("what espeak-ng cannot take is an error") {
    CHECK(phonemes("a\xFF").error().code == ErrorCode::invalidInput);
    for (const std::string_view voice : {"xx", "", "../../etc/passwd", "xx-yy"}) {
        const auto spoken = phonemes("hello", voice);
        REQUIRE_FALSE(spoken.has_value());
        CHECK(spoken.error().code == ErrorCode::notFound);
    }
    CHECK(phonemes("hello").has_value());  // a failed voice does not stay
}

}  // namespace parlando::text
