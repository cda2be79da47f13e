#include <string>
#include <string_view>

#include <spdlog/fmt/fmt.h>
#include <catch2/catch.hpp>

#include "text/dictionary.h"
#include "text/front_end.h"
#include "text/ssml.h"
#include "words.h"

namespace parlando::text {
namespace {

std::string inSpeak(std::string_view content) {
    return "<speak>" + std::string(content) + "</speak>";
}

// "spoken (pause)" of each utterance of the document, with bars between.
std::string said(std::string_view content) {
    std::string list;
    const auto script = readSsml(inSpeak(content)).value();
    const auto utterances = prepare(script.text).value();
    for (const Utterance& utterance : utterances) {
        list += list.empty() ? "" : " | ";
        list += utterance.pauseBefore > 0 ? fmt::format("({}) ", utterance.pauseBefore) : "";
        list += fmt::format("{} ({})", utterance.spoken, utterance.pauseAfter);
    }
    return list;
}

// "rate spoken" of each utterance, with bars between.
std::string rated(std::string_view content) {
    std::string list;
    const auto script = readSsml(inSpeak(content)).value();
    const auto utterances = prepare(script.text).value();
    for (const Utterance& utterance : utterances) {
        list += fmt::format("{}{} {}", list.empty() ? "" : " | ", utterance.rate, utterance.spoken);
    }
    return list;
}

// "spoken=source" for each word, with the sounds that it brings: the places are those of the document.
std::string words(std::string_view content) {
    const std::string document = inSpeak(content);
    const auto script = readSsml(document).value();
    std::string list;
    const auto utterances = prepare(script.text).value();
    for (const Utterance& utterance : utterances) {
        for (const Word& word : utterance.words) {
            const Place place = script.origins.of(word.sourceBegin, word.sourceEnd);
            list += list.empty() ? "" : " | ";
            list += utterance.spoken.substr(word.begin, word.end - word.begin);
            list += word.ipa.empty() ? "=" : "/" + word.ipa + "/=";
            list += document.substr(place.begin, place.end - place.begin);
        }
    }
    return list;
}

std::string problem(std::string_view document) {
    const auto read = readSsml(document);
    return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("the text of a document is spoken, and its words come from its bytes") {
    CHECK(words("Hello <emphasis>big</emphasis> world") == "Hello=Hello | big=big | world=world");
    CHECK(words("One &amp;\n   two &lt; three") ==
          "One=One | and=&amp; | two=two | less=&lt; | than=&lt; | three=three");
    CHECK(words("<![CDATA[a < b]]>") == "a=a | less=< | than=< | b=b");
    CHECK(words("caf\xC3\xA9 <x:y z=\"1\">noir</x:y><!-- not me --> <?nor me?>au lait").find("noir=noir | au=au") !=
          std::string::npos);
    CHECK(words("<metadata>not <b>me</b></metadata>me") == "me=me");
    CHECK(readSsml("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><speak xmlns=\"x\">caf\xC3\xA9</speak>")->text ==
          "caf\xC3\xA9");
}

TEST_CASE("paragraphs and sentences end what is before them") {
    CHECK(said("<p>One</p><p>Two</p>") == "One. (0.6) | Two. (0)");
    CHECK(said("<s>One</s> <s>I met Dr.</s><s>Two</s>") == "One. (0.35) | I met doctor. (0.35) | Two. (0)");
    CHECK(said("<p><s>One</s></p>\n<p><s>Two</s></p>") == "One. (0.6) | Two. (0)");
}

TEST_CASE("a break is as long as it says") {
    CHECK(said("One <break time=\"1.5s\"/> two") == "One, (1.5) | two. (0)");
    CHECK(said("One.<break time='200ms'/>Two") == "One. (0.2) | Two. (0)");
    CHECK(said("<s>One</s><break time='1s'/><s>Two</s>") == "One. (1) | Two. (0)");
    CHECK(said("<break time='1s'/>One<break/>two") == "(1) One, (0.5) | two. (0)");
    CHECK(said("One <break strength='strong'/> two<break strength='none'/> three") == "One, (1) | two three. (0)");
    CHECK(said("One <break time='99s'/> two") == "One, (10) | two. (0)");
}

TEST_CASE("what is said in another way has the place of its text") {
    CHECK(words("<sub alias=\"world wide web\">WWW</sub> now") == "world=WWW | wide=WWW | web=WWW | now=now");
    CHECK(words("a <phoneme alphabet='ipa' ph='təˈmɑːtəʊ'>tomato</phoneme>.") == "a=a | tomato/təˈmɑːtəʊ/=tomato");
    CHECK(words("<phoneme alphabet='x-sampa' ph='t@'>tomato</phoneme>") == "tomato=tomato");
    CHECK(words("<say-as interpret-as='ordinal'>3</say-as>") == "third=3");
    CHECK(words("<sub alias=\"\">x</sub>") == "x=x");
}

TEST_CASE("text is said as what it is") {
    CHECK(said("<say-as interpret-as='characters'>b2A.</say-as>") == "B, two, eh, dot. (0)");
    CHECK(said("<say-as interpret-as='spell-out'>xy</say-as>") == "X, Y. (0)");
    CHECK(said("<say-as interpret-as='cardinal'>1,999</say-as>") == "one thousand nine hundred ninety-nine. (0)");
    CHECK(said("<say-as interpret-as='ordinal'>22nd</say-as>") == "twenty-second. (0)");
    CHECK(said("<say-as interpret-as='date' format='dmy'>5.12.2024</say-as>") == said("December 5, 2024"));
    CHECK(said("<say-as interpret-as='date' format='ymd'>2024/12/05</say-as>") == said("December 5, 2024"));
    CHECK(said("<say-as interpret-as='date' format='dm'>5.12.</say-as>") == said("December 5"));
    CHECK(said("<say-as interpret-as='date' format='dmy'>soon</say-as>") == "soon. (0)");
    CHECK(said("<say-as interpret-as='time'>5:30pm</say-as>") == said("5:30pm"));
    CHECK(said("<say-as interpret-as='anything'>word</say-as>") == "word. (0)");
}

TEST_CASE("a rate holds for its part") {
    CHECK(rated("<prosody rate='slow'>All of it</prosody>") == "0.75 All of it.");
    CHECK(rated("Some <prosody rate='slow'>of it</prosody> only") == "1 Some, | 0.75 of it, | 1 only.");
    CHECK(rated("<prosody rate='150%'>One. <prosody rate='+10%'>Two.</prosody> Three.</prosody> Four.") ==
          "1.5 One. | 1.65 Two. | 1.5 Three. | 1 Four.");
    CHECK(rated("<prosody rate='50%'><prosody rate='-90%'>All</prosody></prosody>") == "0.25 All.");
    CHECK(rated("One <prosody rate='2'> </prosody> two") == "1 One two.");
    CHECK(rated("<prosody pitch='high'>All</prosody>") == "1 All.");
    CHECK(said("One. <prosody rate='2'>Two.</prosody>") == said("One. Two."));
    CHECK(words("a <prosody rate='2'>b</prosody>") == "a=a | b=b");
}

TEST_CASE("a dictionary works on what a document says") {
    const std::string document = inSpeak("My <b>SQL</b>");
    const auto dictionary = Dictionary::of(std::vector<DictionaryEntry>{{"SQL", "sequel"}}).value();
    const Script script = dictionary.applied(readSsml(document).value(), "en").value();
    CHECK(script.text == "My sequel");
    const Place place = script.origins.of(3, 9);
    CHECK(document.substr(place.begin, place.end - place.begin) == "SQL");
}

TEST_CASE("a document that cannot be read is told with line and column") {
    CHECK(problem("Hello").find("line 1, column 1: syntax error") == 0);
    CHECK(problem("").find("line 1, column 1: no element found") == 0);
    CHECK(problem("<speak>\n<p>é</s></speak>").find("line 2, column 7: mismatched tag") == 0);
    CHECK(problem("<speak>a").find("line 1, column 9: no element found") == 0);
    CHECK(problem("<html>a</html>") == "line 1, column 1: the document does not begin with <speak>");
    CHECK(problem(inSpeak("&nbsp;")).find("line 1, column 8: undefined entity") == 0);
    CHECK(problem(inSpeak("<break time='soon'/>")).find("line 1, column 8: 'soon' is no time") == 0);
    CHECK(problem(inSpeak("<break strength='big'/>")).find("'big' is no strength") != std::string::npos);
    CHECK(problem(inSpeak("<prosody rate='-x'>a</prosody>")).find("'-x' is no rate") != std::string::npos);
    CHECK(problem(inSpeak("<phoneme ph='t3'>a</phoneme>")).find("'3' is not in the International") !=
          std::string::npos);
    CHECK(problem(inSpeak("<phoneme ph=''>a</phoneme>")).find("'ph' needs 1 to 64") != std::string::npos);
    CHECK(problem(inSpeak("<phoneme ph='a'/>")).find("needs the word between its tags") != std::string::npos);
    CHECK(problem("<speak>\xFF</speak>") == "The document is not valid UTF-8 at byte 7.");
}

TEST_CASE("nothing in a document can make it grow or reach out") {
    CHECK(problem("<!DOCTYPE speak [<!ENTITY a \"aaaa\">]><speak>&a;</speak>").find("a document type is not allowed") !=
          std::string::npos);
    CHECK(problem("<!DOCTYPE speak SYSTEM \"file:///etc/passwd\"><speak/>").find("a document type") !=
          std::string::npos);
    std::string deep;
    for (int i = 0; i < 20; ++i) {
        deep += "<a>";
    }
    CHECK(problem(inSpeak(deep)).find("more than 20 elements are inside each other") != std::string::npos);
    std::string many = "<speak>";
    const std::string alias(1000, 'a');
    for (int i = 0; i < 9000; ++i) {
        many += "<sub alias='" + alias + "'/>";
    }
    CHECK(readSsml(many + "</speak>").error().code == ErrorCode::resourceLimit);
}

}  // namespace parlando::text
