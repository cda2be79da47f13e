#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "server/zip/zip_reader.h"
#include "server/zip/zip_writer.h"

using namespace parlando;
using namespace parlando::server;

namespace {

using Files = std::map<std::string, std::string>;

ByteSource sourceOfText(const std::string& text) {
    return sourceOf(std::as_bytes(std::span(text)));
}

std::string written(const Files& files) {
    std::string archive;
    ZipWriter writer([&](std::span<const std::byte> bytes) -> Result<> {
        archive.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    });
    for (const auto& [name, content] : files) {
        REQUIRE(writer.add(name, sourceOfText(content)));
    }
    REQUIRE(writer.finish());
    return archive;
}

Result<Files> read(const std::string& archive, const ZipLimits& limits = {}) {
    Files files;
    PARLANDO_TRY(readZip(sourceOfText(archive), limits, [&](const std::string& name) -> Result<ZipSink> {
        auto& content = files[name];
        return ZipSink([&content](std::span<const std::byte> bytes) -> Result<> {
            content.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            return {};
        });
    }));
    return files;
}

}  // namespace

TEST_CASE("what_was_written_is_read") {
    Files files = {{"manifest.json", "{}"}, {"audio/\xc3\xa9.wav", std::string(200'000, 'x')}, {"empty", ""}};
    files["signature.bin"] = "PK\x07\x08 PK\x03\x04 PK\x01\x02 PK\x05\x06 within";
    const auto back = read(written(files));
    REQUIRE(back);
    CHECK(*back == files);
}

TEST_CASE("the_limits_hold") {
    const auto archive = written({{"a", std::string(1000, 'x')}, {"b", "y"}});
    CHECK(read(archive, {2, 1001, 100}));
    CHECK(read(archive, {1, 1001, 100}).error().code == ErrorCode::resourceLimit);
    CHECK(read(archive, {2, 1000, 100}).error().code == ErrorCode::resourceLimit);
    CHECK(read(archive, {2, 1001, 0}).error().code == ErrorCode::resourceLimit);
}

TEST_CASE("names_that_lead_elsewhere_are_refused") {
    const auto* name = GENERATE("../a", "a/../../b", "/a", "a//b", "./a", "a\\b", "C:/a", "a\nb", "a/..");
    CHECK(read(written({{name, "x"}})).error().code == ErrorCode::corrupt);
}

TEST_CASE("no_cut_and_no_changed_byte_is_taken_for_another_content") {
    const Files files = {{"manifest.json", "{\"text\": \"hello\"}"}, {"audio/a.wav", "RIFF and so on"}};
    const auto archive = written(files);
    for (std::size_t size = 0; size < archive.size(); ++size) {
        const auto cut = read(archive.substr(0, size));
        REQUIRE(!cut);
    }
    for (std::size_t at = 0; at < archive.size(); ++at) {
        auto changed = archive;
        changed[at] = static_cast<char>(changed[at] ^ 0x55);
        const auto back = read(changed);
        // Dates and versions may change; contents may not.
        REQUIRE((!back || *back == files));
    }
}

TEST_CASE("errors_of_either_side_are_passed_on") {
    const auto archive = written({{"a", "x"}});
    const ByteSource broken{archive.size(), [](auto, auto) { return failure(ErrorCode::io, "broken"); }};
    const auto visit = [](const std::string&) { return Result<ZipSink>(ZipSink()); };
    CHECK(readZip(broken, {}, visit).error().code == ErrorCode::io);
    const auto refuse = [](const std::string&) { return Result<ZipSink>(failure(ErrorCode::busy, "no")); };
    CHECK(readZip(sourceOfText(archive), {}, refuse).error().code == ErrorCode::busy);

    ZipWriter writer([](std::span<const std::byte>) { return failure(ErrorCode::cancelled, "gone"); });
    const auto added = writer.add("a", sourceOfText("x"));
    CHECK((added ? writer.finish() : added).error().code == ErrorCode::cancelled);
}
