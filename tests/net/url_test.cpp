#include <catch2/catch.hpp>

#include "net/url.h"

using namespace parlando::net;

TEST_CASE("an_admitted_host_is_used_over_https_and_at_its_port_only") {
    UrlPolicy policy({"github.com"});
    REQUIRE(policy.check("https://github.com/a/b?c=d"));
    REQUIRE(policy.check("https://GitHub.com/a"));
    REQUIRE(policy.check("https://github.com:443/a"));
    for (const auto* const url : {"http://github.com/a",
                                  "https://github.com:8443/a",
                                  "https://github.com./a",
                                  "https://evil.github.com/a",
                                  "https://github.com.evil.org/a",
                                  "https://githubxcom/a",
                                  "https://user@github.com/a",
                                  "https://user:password@github.com/a",
                                  "https://github.com@evil.org/a",
                                  "ftp://github.com/a",
                                  "file:///etc/passwd",
                                  "https://127.0.0.1/a",
                                  "https://[::1]/a",
                                  "https://169.254.169.254/a",
                                  "//github.com/a",
                                  "github.com/a",
                                  "",
                                  "https://",
                                  "https:///a",
                                  "https://github.com\n/a",
                                  "https://github.com /a",
                                  "javascript:alert(1)",
                                  "https://github.com\\@evil.org/a",
                                  "gopher://github.com/a",
                                  "HTTP://github.com/a"}) {
        CAPTURE(url);
        const auto outcome = policy.check(url);
        REQUIRE_FALSE(outcome);
        REQUIRE(outcome.error().problem == Problem::forbiddenAddress);
    }
}

TEST_CASE("an_address_that_is_too_long_is_refused") {
    UrlPolicy policy({"github.com"});
    REQUIRE(policy.check("https://github.com/" + std::string(4000, 'a')));
    REQUIRE_FALSE(policy.check("https://github.com/" + std::string(9000, 'a')));
}

TEST_CASE("a_mirror_is_admitted_with_its_port") {
    UrlPolicy policy;
    REQUIRE(policy.admit("https://mirror.example:8443/parlando"));
    REQUIRE(policy.check("https://mirror.example:8443/other"));
    REQUIRE_FALSE(policy.check("https://mirror.example/other"));
}

TEST_CASE("plain_http_is_for_this_machine_only") {
    UrlPolicy policy;
    REQUIRE(policy.admit("http://127.0.0.1:8080/"));
    REQUIRE(policy.check("http://127.0.0.1:8080/a"));
    REQUIRE(policy.check("http://127.1:8080/a"));  // another way to write it
    REQUIRE_FALSE(policy.check("http://127.0.0.1:8081/a"));
    REQUIRE_FALSE(policy.check("http://localhost:8080/a"));
    REQUIRE_FALSE(policy.check("https://127.0.0.1:8080/a"));
    for (const auto* const url : {"http://192.168.1.1/", "http://mirror.example/", "http://127.0.0.1.example/",
                                  "http://user@127.0.0.1/", "http://0.0.0.0/"}) {
        CAPTURE(url);
        REQUIRE_FALSE(policy.admit(url));
    }
}

TEST_CASE("what_goes_into_messages_has_no_secrets") {
    REQUIRE(withoutSecrets("https://user:password@host.example/file?token=abc#frag") == "https://host.example/file");
    REQUIRE(withoutSecrets("not an address") == "(unreadable address)");
}

TEST_CASE("a_name_stays_one_name_below_its_base") {
    REQUIRE(join("https://a.example/b", "c.json") == "https://a.example/b/c.json");
    REQUIRE(join("https://a.example/b/", "c d?e") == "https://a.example/b/c%20d%3Fe");
    REQUIRE(join("https://a.example", "../x") == "https://a.example/..%2Fx");
}
