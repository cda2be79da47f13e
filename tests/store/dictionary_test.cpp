#include "store/fixture.h"

using namespace parlando;
using namespace parlando::store;

TEST_CASE_METHOD(LibraryFixture, "entries_of_the_dictionary_outlive_a_restart_in_their_order") {
    auto& dictionary = open().dictionary();
    REQUIRE(dictionary.add({"b", "SQL", "sequel", ""}));
    REQUIRE(dictionary.add({"a", "Paris", "/paʁi/", "fr"}));
    REQUIRE(dictionary.update({"b", "SQL", "ess queue ell", "en"}));
    const auto all = open().dictionary().all().value();
    REQUIRE(all.size() == 2);
    CHECK(all[0].pronunciation == "ess queue ell");
    CHECK(all[0].language == "en");
    CHECK(all[1].word == "Paris");
    REQUIRE(open().dictionary().remove("b"));
    CHECK(open().dictionary().all().value().size() == 1);
}

TEST_CASE_METHOD(LibraryFixture, "an_entry_that_does_not_exist_is_not_found") {
    auto& dictionary = open().dictionary();
    CHECK(dictionary.update({"x", "a", "b", ""}).error().code == ErrorCode::notFound);
    CHECK(dictionary.remove("x").error().code == ErrorCode::notFound);
}
