#include <catch2/catch.hpp>

#include "server/http/multipart.h"

using namespace parlando;
using namespace parlando::http;

namespace {

Result<std::vector<Part>> parse(const std::string& body, std::string_view boundary = "b") {
    return parseMultipart(sourceOf(std::as_bytes(std::span(body))), boundary);
}

std::string part(const std::string& head, const std::string& content, const std::string& boundary = "b") {
    return "--" + boundary + "\r\n" + head + "\r\n\r\n" + content + "\r\n";
}

const std::string kFile = "Content-Disposition: form-data; name=\"file\"; filename=\"a.zip\"";

}  // namespace

TEST_CASE("a_boundary_is_found_where_clients_put_it") {
    CHECK(boundaryOf("multipart/form-data; boundary=abc") == "abc");
    CHECK(boundaryOf("Multipart/Form-Data;Boundary=\"a=b\"; charset=utf-8") == "a=b");
    CHECK(boundaryOf("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"));
    CHECK(boundaryOf("multipart/form-data; boundary=" + std::string(70, 'x')));
    const auto* type = GENERATE("", "multipart/form-data", "multipart/mixed; boundary=abc",
                                "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a",
                                "multipart/form-data; boundary=a b", "multipart/form-data; boundary=a; boundary=b",
                                "multipart/form-data boundary=a", "application/json; boundary=a",
                                "multipart/form-data; boundary=a\r\n", "multipart/form-data; x");
    CHECK(!boundaryOf(type));
    CHECK(!boundaryOf("multipart/form-data; boundary=" + std::string(71, 'x')));
}

TEST_CASE("parts_are_found_with_their_content") {
    const auto body = part("Content-Disposition: form-data; name=\"note\"", "hello") +
                      part(kFile + "\r\nContent-Type: application/zip", "PK\r\n--not the boundary\r\n\r\n") +
                      "--b--\r\n";
    const auto parts = parse(body);
    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK((*parts)[0].name == "note");
    CHECK(!(*parts)[0].fileName);
    CHECK(body.substr((*parts)[0].offset, (*parts)[0].size) == "hello");
    CHECK((*parts)[1].name == "file");
    CHECK((*parts)[1].fileName == "a.zip");
    CHECK(body.substr((*parts)[1].offset, (*parts)[1].size) == "PK\r\n--not the boundary\r\n\r\n");
}

TEST_CASE("names_are_read_as_clients_write_them") {
    const auto name = [](const std::string& disposition) {
        const auto parts = parse(part("content-disposition: " + disposition, "x") + "--b--");
        return parts ? parts->at(0).name + "|" + parts->at(0).fileName.value_or("-") : "error";
    };
    CHECK(name("form-data; name=file") == "file|-");
    CHECK(name("form-data;name=\"file\";filename=\"a;b.zip\"") == "file|a;b.zip");
    CHECK(name(R"(form-data; name="file"; filename="a\"b.zip")") == "file|a\"b.zip");
    CHECK(name(R"(form-data; name="file"; filename="C:\dir\a.zip")") == R"(file|C:\dir\a.zip)");
    CHECK(name("form-data; name=\"file\"; filename=\"x\"; filename*=UTF-8''y") == "file|x");
    CHECK(name("form-data; name=\"file\"; filename=\"../../etc/passwd\"") == "file|../../etc/passwd");
}

TEST_CASE("empty_contents_and_an_empty_form_are_fine") {
    CHECK(parse("--b--")->empty());
    CHECK(parse("--b--\r\n")->empty());
    CHECK(parse(part(kFile, "") + "--b--")->at(0).size == 0);
}

TEST_CASE("a_boundary_across_two_blocks_is_found") {
    for (std::size_t size = 65536 - 90; size < 65536 + 10; ++size) {
        const auto parts = parse(part(kFile, std::string(size, '\r')) + part(kFile, "x") + "--b--\r\n");
        REQUIRE(parts);
        REQUIRE(parts->size() == 2);
        REQUIRE(parts->at(0).size == size);
    }
}

TEST_CASE("what_is_no_proper_form_is_refused") {
    const auto good = part(kFile, "x");
    const std::string body = GENERATE_COPY(
        std::string(), std::string("x"), std::string("--"), std::string("--b"), std::string("--b\r\n"), good,
        "\r\n" + good + "--b--", "preamble\r\n" + good + "--b--", good + "--b--\r\nepilogue", good + "--b-",
        good + "--b", good + "--bb--", part("", "x") + "--b--", part("Content-Disposition: form-data", "x") + "--b--",
        part("Content-Disposition: form-data; name=\"\"", "x") + "--b--",
        part("Content-Disposition: attachment; name=\"file\"", "x") + "--b--",
        part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "x") + "--b--",
        part(kFile + "; filename=\"b\"", "x") + "--b--", part(kFile + "\r\n" + kFile, "x") + "--b--",
        part("Content-Disposition: form-data; name=\"file", "x") + "--b--",
        part("Content-Disposition: form-data; name=\"\xff\"", "x") + "--b--",
        part("Content-Disposition: form-data; name=\"a\nb\"", "x") + "--b--",
        part("Content-Disposition: form-data; =x", "x") + "--b--",
        part(kFile + "\r\nContent-Transfer-Encoding: base64", "eA==") + "--b--", part("no colon", "x") + "--b--",
        part(kFile + "\r\nX: " + std::string(3000, 'x'), "x") + "--b--", "--b\n" + kFile + "\n\nx\n--b--");
    const auto parts = parse(body);
    CAPTURE(body.substr(0, 100));
    REQUIRE(!parts);
    CHECK(parts.error().code == ErrorCode::invalidInput);
}

TEST_CASE("parts_are_counted") {
    std::string body;
    for (std::size_t i = 0; i < kMaximumParts; ++i) {
        body += part(kFile, "x");
    }
    CHECK(parse(body + "--b--"));
    CHECK(!parse(body + part(kFile, "x") + "--b--"));
}

TEST_CASE("an_error_of_the_source_is_passed_on") {
    const ByteSource broken{100, [](std::uint64_t, std::span<std::byte>) { return failure(ErrorCode::io, "broken"); }};
    CHECK(parseMultipart(broken, "b").error().code == ErrorCode::io);
}
