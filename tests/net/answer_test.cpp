#include <catch2/catch.hpp>

#include "net/answer.h"

using namespace parlando::net;

namespace {

constexpr std::uint64_t kSize = 1000;

Outcome<Body> check(int status, const std::vector<std::pair<std::string, std::string>>& fields,
                    std::optional<ByteRange> range = ByteRange{100, 199}, std::optional<std::uint64_t> size = kSize) {
    Request request{"https://example.org/file", range, {}, size, kSize};
    return checkHead(request, Head{status, fields}, std::chrono::system_clock::now());
}

Problem problemOf(const Outcome<Body>& body) {
    REQUIRE_FALSE(body);
    REQUIRE_FALSE(body.error().message.empty());
    return body.error().problem;
}

}  // namespace

TEST_CASE("a_range_must_begin_where_it_was_asked_for") {
    const auto body =
        check(206, {{"content-range", "bytes 100-199/1000"}, {"content-length", "100"}, {"etag", "\"x\""}});
    REQUIRE(body);
    REQUIRE(body->kind == Body::Kind::range);
    REQUIRE(body->offset == 100);
    REQUIRE(body->length == 100);
    REQUIRE(body->strongTag == "\"x\"");
    REQUIRE(problemOf(check(206, {{"content-range", "bytes 101-199/1000"}})) == Problem::badAnswer);
    REQUIRE(problemOf(check(206, {{"content-range", "bytes 0-99/1000"}})) == Problem::badAnswer);
}

TEST_CASE("a_range_may_end_early_and_not_late") {
    REQUIRE(check(206, {{"content-range", "bytes 100-149/1000"}, {"content-length", "50"}})->length == 50);
    REQUIRE(problemOf(check(206, {{"content-range", "bytes 100-200/1000"}})) == Problem::badAnswer);
}

TEST_CASE("a_range_must_be_of_a_file_of_the_known_size") {
    REQUIRE(problemOf(check(206, {{"content-range", "bytes 100-199/1001"}})) == Problem::badAnswer);
    REQUIRE(check(206, {{"content-range", "bytes 100-199/*"}}));
}

TEST_CASE("a_range_must_be_named_once_and_agree_with_the_length") {
    REQUIRE(problemOf(check(206, {})) == Problem::badAnswer);
    REQUIRE(problemOf(check(206, {{"content-range", "bytes 100-199/1000"}, {"content-range", "bytes 0-1/1000"}})) ==
            Problem::badAnswer);
    REQUIRE(problemOf(check(206, {{"content-range", "bytes 100-199/1000"}, {"content-length", "99"}})) ==
            Problem::badAnswer);
    REQUIRE(problemOf(check(206, {{"content-type", "multipart/byteranges; boundary=x"}})) == Problem::badAnswer);
}

TEST_CASE("a_range_that_nobody_asked_for_is_refused") {
    REQUIRE(problemOf(check(206, {{"content-range", "bytes 0-999/1000"}}, std::nullopt)) == Problem::badAnswer);
}

TEST_CASE("the_whole_file_is_an_answer_that_says_so") {
    const auto body = check(200, {{"content-length", "1000"}});
    REQUIRE(body);
    REQUIRE(body->kind == Body::Kind::whole);
    REQUIRE(check(200, {})->length == kSize);
    REQUIRE_FALSE(check(200, {}, std::nullopt, std::nullopt)->length);
}

TEST_CASE("a_whole_file_of_another_size_is_another_file") {
    REQUIRE(problemOf(check(200, {{"content-length", "999"}})) == Problem::badAnswer);
    REQUIRE(problemOf(check(200, {{"content-length", "0"}})) == Problem::badAnswer);
}

TEST_CASE("more_than_the_limit_is_refused_before_the_first_byte") {
    REQUIRE(problemOf(check(200, {{"content-length", "1001"}}, std::nullopt, std::nullopt)) == Problem::tooLarge);
}

TEST_CASE("lengths_that_contradict_each_other_or_are_none_are_refused") {
    REQUIRE(problemOf(check(200, {{"content-length", "1000"}, {"content-length", "999"}})) == Problem::badAnswer);
    REQUIRE(check(200, {{"content-length", "1000"}, {"content-length", "1000"}}));
    for (const auto* const length : {"-1", "", "1e3", "99999999999999999999", "1000 ", "0x3e8"}) {
        CAPTURE(length);
        REQUIRE(problemOf(check(200, {{"content-length", length}})) == Problem::badAnswer);
    }
}

TEST_CASE("a_compressed_body_is_refused") {
    REQUIRE(problemOf(check(200, {{"content-encoding", "gzip"}})) == Problem::badAnswer);
    REQUIRE(problemOf(check(206, {{"content-range", "bytes 100-199/1000"}, {"content-encoding", "br"}})) ==
            Problem::badAnswer);
    REQUIRE(check(200, {{"content-encoding", "Identity"}}));
}

TEST_CASE("the_page_of_a_captive_portal_is_refused") {
    const auto body = check(200, {{"content-type", "Text/HTML; charset=utf-8"}}, std::nullopt, std::nullopt);
    REQUIRE(problemOf(body) == Problem::badAnswer);
    REQUIRE(body.error().message.find("log in") != std::string::npos);
}

TEST_CASE("statuses_become_problems") {
    const std::vector<std::pair<int, Problem>> expected{
        {400, Problem::refused},     {401, Problem::refused},     {403, Problem::refused},
        {404, Problem::notFound},    {410, Problem::notFound},    {407, Problem::proxyAuthentication},
        {408, Problem::serverError}, {425, Problem::serverError}, {429, Problem::tooManyRequests},
        {500, Problem::serverError}, {503, Problem::serverError}, {416, Problem::badAnswer},
        {204, Problem::badAnswer},   {304, Problem::badAnswer},   {418, Problem::badAnswer},
        {0, Problem::badAnswer},     {999, Problem::serverError}};
    for (const auto& [status, problem] : expected) {
        CAPTURE(status);
        const auto body = check(status, {});
        REQUIRE(problemOf(body) == problem);
        REQUIRE(body.error().status == status);
    }
}

TEST_CASE("a_failure_keeps_what_the_server_asks_to_wait") {
    REQUIRE(check(503, {{"retry-after", "3"}}).error().retryAfter == std::chrono::seconds(3));
    REQUIRE_FALSE(check(503, {{"retry-after", "3"}, {"retry-after", "4"}}).error().retryAfter);
    REQUIRE_FALSE(check(503, {{"retry-after", "soon"}}).error().retryAfter);
}

TEST_CASE("a_weak_tag_does_not_stand_for_bytes") {
    REQUIRE(check(200, {{"etag", "W/\"x\""}})->strongTag.empty());
    REQUIRE(check(200, {{"etag", "x"}})->strongTag.empty());
    REQUIRE(check(200, {{"etag", "\"x\""}})->strongTag == "\"x\"");
}

TEST_CASE("a_content_range_is_read_strictly") {
    REQUIRE(parseContentRange("bytes 0-0/1"));
    REQUIRE(parseContentRange("bytes 5-9/*")->range == ByteRange{5, 9});
    for (const auto* const text :
         {"", "bytes", "bytes */1000", "0-9/10", "bytes 9-5/10", "bytes 0-10/10", "bytes -5/10", "bytes 5-/10",
          "bytes 0-9", "bytes 0-9/", "bytes 0-9/ten", "bytes 0x0-9/10", "items 0-9/10", "bytes 0-9/10 ",
          "bytes 0-99999999999999999999/*", "bytes 0-9/10, bytes 0-9/10", "bytes  0-9/10", "bytes 0 -9/10"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parseContentRange(text));
    }
}

TEST_CASE("a_head_is_read_without_interim_answers_and_trailers") {
    HeadReader reader;
    for (const auto* const line : {"HTTP/1.1 103 Early Hints\r\n", "ETag: \"hint\"\r\n", "\r\n", "HTTP/1.1 200 OK\r\n",
                                   "ETag:  \"real\" \r\n", "no colon\r\n"}) {
        REQUIRE(reader.add(line));
        REQUIRE_FALSE(reader.complete());
    }
    REQUIRE(reader.add("\r\n"));
    REQUIRE(reader.complete());
    REQUIRE(reader.add("ETag: \"trailer\"\r\n"));
    REQUIRE(reader.head().status == 200);
    REQUIRE(reader.head().field("etag") == "\"real\"");
}

TEST_CASE("a_head_without_end_is_refused") {
    HeadReader reader;
    reader.add("HTTP/1.1 200 OK\r\n");
    int lines = 0;
    while (reader.add("X-More: more and more and more\r\n") && lines < 100'000) {
        ++lines;
    }
    REQUIRE(lines < 3000);
}
