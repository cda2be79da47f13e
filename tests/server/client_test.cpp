#include "server/client.h"

#include <catch2/catch.hpp>

using namespace parlando;

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
