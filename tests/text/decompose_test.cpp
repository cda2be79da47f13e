#include "text/decompose.h"

#include <catch2/catch.hpp>

using parlando::text::decomposed;

TEST_CASE("accents_become_letters_of_their_own") {
    REQUIRE(decomposed("") == "");
    REQUIRE(decomposed("plain ˈtɛkst") == "plain ˈtɛkst");
    REQUIRE(decomposed("ça") == "c\u0327a");
    REQUIRE(decomposed("ũ") == "u\u0303");
    REQUIRE(decomposed("ệ") == "e\u0323\u0302");
}

TEST_CASE("marks_stand_in_the_canonical_order_and_syllables_come_apart") {
    REQUIRE(decomposed("q\u0307\u0323") == "q\u0323\u0307");
    REQUIRE(decomposed("한") == "\u1112\u1161\u11ab");
    REQUIRE(decomposed(std::string_view("a\0ç", 4)) == std::string("a\0c\u0327", 5));
}
