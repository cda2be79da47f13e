#include <catch2/catch.hpp>

#include "protocol/startup.h"

using namespace parlando;
using namespace parlando::protocol;

TEST_CASE("hello_is_written_as_documented") {
    const Hello hello{1, "0.1.0", "cpu", 42, 17493, "00ff"};
    CHECK(toLine(hello) ==
          R"({"hello":{"protocol":1,"version":"0.1.0","variant":"cpu","pid":42,"port":17493,"instance":"00ff"}})");
}

TEST_CASE("states_are_written_as_documented") {
    CHECK(toLine(Loading{0.4}) == R"({"state":"loading","progress":0.4})");
    CHECK(toLine(Ready{"cpu", 512.3}) == R"({"state":"ready","selftest":{"ok":true,"device":"cpu","ms":512}})");
    CHECK(toLine(RestartRequest{}) == R"({"request":"restart"})");
    CHECK(toLine(RestartRequest{"cpu"}) == R"({"request":"restart","variant":"cpu"})");
    CHECK(toLine(Failed{"corrupt", "a \"b\""}) == R"({"state":"failed","code":"corrupt","message":"a \"b\""})");
}

TEST_CASE("a_line_never_breaks_and_never_throws") {
    CHECK(toLine(Failed{"x", "two\nlines"}).find('\n') == std::string::npos);
    CHECK_NOTHROW(toLine(Failed{"x", "\xff not UTF-8"}));
}

TEST_CASE("every_line_can_be_read_back") {
    const auto hello = startupLineFrom(toLine(Hello{1, "0.1.0", "cuda", 42, 17493, "00ff"}));
    REQUIRE(hello);
    CHECK(std::get<Hello>(*hello).variant == "cuda");
    CHECK(std::get<Hello>(*hello).port == 17493);
    CHECK(std::get<Loading>(startupLineFrom(toLine(Loading{0.5})).value()).progress == 0.5);
    CHECK(std::get<Ready>(startupLineFrom(toLine(Ready{"cpu", 7})).value()).milliseconds == 7.0);
    CHECK(std::get<RestartRequest>(startupLineFrom(toLine(RestartRequest{})).value()).variant.empty());
    CHECK(std::get<RestartRequest>(startupLineFrom(toLine(RestartRequest{"cpu"})).value()).variant == "cpu");
    CHECK(std::get<Failed>(startupLineFrom(toLine(Failed{"io", "full"})).value()).message == "full");
}

TEST_CASE("what_is_not_a_startup_line_is_an_error") {
    const auto* line = GENERATE("", "hello", "[]", "{}", R"({"state":"dancing"})", R"({"hello":{}})", R"({"hello":7})",
                                R"({"hello":{"protocol":1,"port":70000,"instance":"x"}})",
                                R"({"hello":{"protocol":1,"port":4294984789,"instance":"x"}})",
                                R"({"hello":{"protocol":1,"port":1e300,"instance":"x"}})", R"({"state":"ready"})",
                                R"({"state":5})", "{\"state\":\"ready\"", R"({"request":"dance"})");
    CHECK(!startupLineFrom(line));
}

TEST_CASE("members_of_later_versions_are_ignored") {
    CHECK(startupLineFrom(R"({"state":"loading","progress":0.1,"eta":5})"));
}
