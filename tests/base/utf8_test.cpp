#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "base/utf8.h"

using namespace parlando;

namespace {

std::string bytes(std::initializer_list<int> values) {
    std::string text;
    for (const int value : values) {
        text.push_back(static_cast<char>(value));
    }
    return text;
}

constexpr char32_t kBoundaries[] = {0x0,    0x1,    0x7F,   0x80,    0x7FF,   0x800,   0xFFF,   0x1000,   0xD7FF,
                                    0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFF};

}  // namespace

TEST_CASE("the_first_and_last_code_point_of_every_length_is_valid_and_comes_back") {
    for (const char32_t codePoint : kBoundaries) {
        const std::string encoded = utf8::encode(std::u32string_view(&codePoint, 1));
        const std::size_t length = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        REQUIRE(encoded.size() == length);
        REQUIRE_FALSE(utf8::firstInvalid(encoded));
        REQUIRE(utf8::decode(encoded) == std::u32string(1, codePoint));
    }
}

TEST_CASE("every_code_point_comes_back") {
    std::u32string all;
    for (char32_t codePoint = 0; codePoint <= 0x10FFFF; ++codePoint) {
        if (codePoint < 0xD800 || codePoint > 0xDFFF) {
            all.push_back(codePoint);
        }
    }
    const std::string encoded = utf8::encode(all);
    REQUIRE_FALSE(utf8::firstInvalid(encoded));
    REQUIRE((utf8::decode(encoded) == all));
}

TEST_CASE("bytes_are_those_of_the_standard") {
    REQUIRE(utf8::encode(U"$¢ह€𐍈") ==
            bytes({0x24, 0xC2, 0xA2, 0xE0, 0xA4, 0xB9, 0xE2, 0x82, 0xAC, 0xF0, 0x90, 0x8D, 0x88}));
}

TEST_CASE("overlong_forms_are_invalid") {
    const auto text =
        GENERATE(bytes({0xC0, 0x80}), bytes({0xC0, 0xAF}), bytes({0xC1, 0xBF}), bytes({0xE0, 0x80, 0x80}),
                 bytes({0xE0, 0x9F, 0xBF}), bytes({0xF0, 0x80, 0x80, 0x80}), bytes({0xF0, 0x8F, 0xBF, 0xBF}));
    REQUIRE(utf8::firstInvalid(text) == 0U);
    REQUIRE(utf8::firstInvalid("ab" + text + "c") == 2U);
}

TEST_CASE("surrogates_are_invalid") {
    const auto text = GENERATE(bytes({0xED, 0xA0, 0x80}), bytes({0xED, 0xAF, 0xBF}), bytes({0xED, 0xB0, 0x80}),
                               bytes({0xED, 0xBF, 0xBF}));
    REQUIRE(utf8::firstInvalid(text) == 0U);
}

TEST_CASE("values_above_the_last_plane_are_invalid") {
    const auto text = GENERATE(bytes({0xF4, 0x90, 0x80, 0x80}), bytes({0xF5, 0x80, 0x80, 0x80}),
                               bytes({0xF8, 0x88, 0x80, 0x80, 0x80}), bytes({0xFE}), bytes({0xFF}));
    REQUIRE(utf8::firstInvalid(text) == 0U);
}

TEST_CASE("continuation_bytes_alone_are_invalid") {
    for (int byte = 0x80; byte <= 0xBF; ++byte) {
        REQUIRE(utf8::firstInvalid(bytes({0x41, byte})) == 1U);
    }
}

TEST_CASE("a_sequence_that_ends_too_early_is_invalid_where_it_begins") {
    for (const char32_t codePoint : kBoundaries) {
        const std::string encoded = utf8::encode(std::u32string_view(&codePoint, 1));
        for (std::size_t length = 1; length < encoded.size(); ++length) {
            const std::string cut = encoded.substr(0, length);
            REQUIRE(utf8::firstInvalid("x" + cut) == 1U);
            REQUIRE(utf8::firstInvalid("x" + cut + "y") == 1U);
            REQUIRE(utf8::firstInvalid("x" + cut + "\xC3\xA4") == 1U);
        }
    }
}

TEST_CASE("a_lead_byte_with_anything_but_a_continuation_is_invalid") {
    for (int second = 0; second <= 0xFF; ++second) {
        const bool isContinuation = second >= 0x80 && second <= 0xBF;
        REQUIRE(utf8::firstInvalid(bytes({0xC3, second})).has_value() != isContinuation);
        REQUIRE(utf8::firstInvalid(bytes({0xE1, second, 0x80})).has_value() != isContinuation);
        REQUIRE(utf8::firstInvalid(bytes({0xE1, 0x80, second})).has_value() != isContinuation);
        REQUIRE(utf8::firstInvalid(bytes({0xF1, 0x80, 0x80, second})).has_value() != isContinuation);
    }
}

TEST_CASE("the_offset_of_the_first_error_is_told_and_not_of_a_later_one") {
    REQUIRE(utf8::firstInvalid("a\xC3\xA4"
                               "b\xFF"
                               "c\xFF") == 4U);
    REQUIRE_FALSE(utf8::firstInvalid(""));
    REQUIRE_FALSE(utf8::firstInvalid(std::string_view("a\0b", 3)));
}

TEST_CASE("next_goes_from_code_point_to_code_point") {
    const std::string text = utf8::encode(U"aä€𐍈z");
    std::vector<std::size_t> offsets;
    std::u32string codePoints;
    for (std::size_t offset = 0; offset < text.size();) {
        codePoints.push_back(utf8::next(text, offset));
        offsets.push_back(offset);
    }
    REQUIRE(codePoints == U"aä€𐍈z");
    REQUIRE(offsets == std::vector<std::size_t>{1, 3, 6, 10, 11});
}
