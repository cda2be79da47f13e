#include <catch2/catch.hpp>

#include "base/sha256.h"

namespace {

using namespace parlando;

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

// FIPS 180-4, examples B.1 and B.2.
constexpr std::string_view kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kLonger = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";

TEST_CASE("digests_equal_the_published_examples") {
    CHECK(Sha256::of(bytesOf("abc")).hex() == kAbc);
    CHECK(Sha256::of(bytesOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).hex() == kLonger);
}

TEST_CASE("pieces_give_the_digest_of_the_whole_and_the_hash_begins_anew") {
    Sha256 hash;
    for (int round = 0; round < 2; ++round) {
        hash.update(bytesOf("a"));
        hash.update(bytesOf(""));
        hash.update(bytesOf("bc"));
        CHECK(hash.finish().hex() == kAbc);
    }
}

TEST_CASE("a_digest_is_read_from_64_digits_of_either_case_and_nothing_else") {
    CHECK(Sha256Digest::parse(kAbc)->hex() == kAbc);
    std::string upper(kAbc);
    for (auto& letter : upper) {
        letter = static_cast<char>(std::toupper(letter));
    }
    CHECK(Sha256Digest::parse(upper)->hex() == kAbc);
    CHECK_FALSE(Sha256Digest::parse(""));
    CHECK_FALSE(Sha256Digest::parse(kAbc.substr(1)));
    CHECK_FALSE(Sha256Digest::parse(std::string(kAbc) + "0"));
    CHECK_FALSE(Sha256Digest::parse(std::string(64, 'g')));
    CHECK_FALSE(Sha256Digest::parse(" " + std::string(kAbc.substr(1))));
}

}  // namespace
