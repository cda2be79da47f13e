#include <set>

#include <catch2/catch.hpp>

#include "store/id.h"
#include "store/timestamp.h"

using namespace parlando::store;

TEST_CASE("a_new_id_is_an_id_and_no_two_are_the_same") {
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
        const auto id = newId();
        REQUIRE(id);
        REQUIRE(isId(*id));
        ids.insert(*id);
    }
    CHECK(ids.size() == 1000);
}

TEST_CASE("only_lower_case_uuids_of_version_4_are_ids") {
    CHECK(isId("0f8fad5b-d9cb-469f-a165-70867728950e"));
    const std::string_view id =
        GENERATE(as<std::string_view>(), "", "0", "../../etc/passwd", "0F8FAD5B-D9CB-469F-A165-70867728950E",
                 "0f8fad5bd9cb469fa16570867728950e", "{0f8fad5b-d9cb-469f-a165-70867728950e}",
                 "0f8fad5b-d9cb-169f-a165-70867728950e", "0f8fad5b-d9cb-469f-c165-70867728950e",
                 "0f8fad5b-d9cb-469f-a165-70867728950", "0f8fad5b-d9cb-469f-a165-70867728950ee",
                 "0f8fad5b-d9cb-469f-a165-70867728950g", "0f8fad5b_d9cb_469f_a165_70867728950e",
                 std::string_view("0f8fad5b-d9cb-469f-a165-70867728950\0", 36), "0f8fad5b-d9cb-469f-a165-7086772895%2",
                 " 0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-70867728950\xc3\xa9");
    CHECK(!isId(id));
}

TEST_CASE("timestamps_are_those_of_voicebox") {
    const auto now = timestampNow();
    CHECK(now.size() == std::string("2026-06-30T12:00:00.123456").size());
    CHECK(isTimestamp(now));
    CHECK(isTimestamp("2026-06-30T12:00:00"));
    const auto* text = GENERATE("", "2026-06-30", "2026-06-30 12:00:00", "2026-06-30T12:00:00.", "2026-06-30T12:00:00Z",
                                "2026-06-30T12:00:00.1234567", "now");
    CHECK(!isTimestamp(text));
}
