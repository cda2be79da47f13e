#include "server/query.h"

#include <catch2/catch.hpp>

#include "server/client.h"

using namespace parlando;
using server::queryValue;

TEST_CASE("a_query_value_is_found_by_its_name_and_decoded") {
    CHECK(queryValue("a=1&b=two%20words&c=x+y", "b") == "two words");
    CHECK(queryValue("a=1&b=two%20words&c=x+y", "c") == "x y");
    CHECK(queryValue("a=1&a=2", "a") == "1");
    CHECK(queryValue("a=b=c", "a") == "b=c");
    CHECK(queryValue("flag&a=", "flag") == "");
    CHECK(queryValue("flag&a=", "a") == "");
}

TEST_CASE("what_is_not_in_a_query_or_cannot_be_decoded_is_nothing") {
    CHECK_FALSE(queryValue("", "a"));
    CHECK_FALSE(queryValue("&&", "a"));
    CHECK_FALSE(queryValue("ab=1", "a"));
    for (const auto* query : {"a=%", "a=%4", "a=%zz", "a=%+1", "a=%-1"}) {
        INFO(query);
        CHECK_FALSE(queryValue(query, "a"));
    }
}

TEST_CASE("a_client_is_who_it_says_it_is_or_its_address") {
    http::Request request;
    request.peer = "127.0.0.1";
    CHECK(server::clientOf(request) == "address 127.0.0.1");
    request.headers = {{"x-voicebox-client-id", "studio"}};
    CHECK(server::clientOf(request) == "name studio");
    request.headers = {{"X-Voicebox-Client-Id", "127.0.0.1"}};  // no way to be taken for an address
    CHECK(server::clientOf(request) == "name 127.0.0.1");
    request.headers = {{"X-Voicebox-Client-Id", std::string(2000, 'a')}};
    CHECK(server::clientOf(request).size() < 100);
    request.headers = {{"X-Voicebox-Client-Id", ""}};
    CHECK(server::clientOf(request) == "address 127.0.0.1");
}
