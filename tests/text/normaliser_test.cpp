#include <algorithm>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "base/utf8.h"
#include "table.h"
#include "text/characters.h"
#include "text/normaliser.h"

namespace parlando::text {
namespace {

bool isAllowed(char32_t c) {
    return isLetter(c) || std::u32string_view(U" '-.,;:!?—…\"").find(c) != std::u32string_view::npos;
}

}  // namespace

TEST_CASE("normalise says real-world text") {
    const auto rows = testing::readTable("normalise.tsv");
    REQUIRE(rows.size() >= 260);
    for (const auto& row : rows) {
        INFO("normalise.tsv line " << row.line << " (" << row.group << "): " << row.input);
        CHECK(normalise(row.input).spoken == row.expected);
    }
}

TEST_CASE("normalise gives words and punctuation only") {
    for (const auto& row : testing::readTable("normalise.tsv")) {
        const std::string spoken = normalise(row.input).spoken;
        INFO("normalise.tsv line " << row.line << ": " << row.input << " -> " << spoken);
        REQUIRE_FALSE(utf8::firstInvalid(spoken).has_value());
        const std::u32string codePoints = utf8::decode(spoken);
        CHECK(std::all_of(codePoints.begin(), codePoints.end(), isAllowed));
        CHECK(spoken.find("  ") == std::string::npos);
        CHECK_FALSE(spoken.starts_with(' '));
        CHECK_FALSE(spoken.ends_with(' '));
    }
}

TEST_CASE("normalise leaves spoken text as it is") {
    for (const auto& row : testing::readTable("normalise.tsv")) {
        const std::string spoken = normalise(row.input).spoken;
        INFO("normalise.tsv line " << row.line << ": " << row.input);
        CHECK(normalise(spoken).spoken == spoken);
    }
}

TEST_CASE("normalise copes with text that has nothing to say") {
    for (const std::string_view text :
         {"", " ", "\n\n", "***", "---", "\U0001F600", "\u200B\u200D", "\"\"", "()", "..."}) {
        INFO(text);
        const std::u32string spoken = utf8::decode(normalise(text).spoken);
        CHECK(std::none_of(spoken.begin(), spoken.end(), isSpeakable));
    }
}

TEST_CASE("normalise takes an embedded NUL for nothing") {
    CHECK(normalise(std::string_view("one\0two", 7)).spoken == "onetwo");
}

}  // namespace parlando::text
