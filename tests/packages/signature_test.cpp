#include <algorithm>
#include <string>

#include "packages/package_builder.h"

using namespace parlando;
using namespace parlando::packages;
using namespace parlando::packages::testing;

namespace {

const std::string kText = "the bytes of a manifest";

std::string signatureOf(const std::string& text) {
    return valueOf(testKey().sign(text));
}

// One digit of the signature changed, `at` counted from its beginning.
std::string altered(std::string signature, std::size_t at) {
    char& digit = signature[signature.rfind(' ') + 1 + at];
    digit = digit == '0' ? '1' : '0';
    return signature;
}

// S + L instead of S: the same point for those who do not check that S is reduced (RFC 8032, 5.1.7).
std::string malleated(const std::string& signature) {
    constexpr unsigned char kOrder[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                          0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                          0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    const auto begin = signature.rfind(' ') + 1 + 64;
    std::string result = signature;
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        const auto sum =
            static_cast<unsigned>(std::stoul(signature.substr(begin + 2 * i, 2), nullptr, 16)) + kOrder[i] + carry;
        carry = sum >> 8;
        constexpr std::string_view kDigits = "0123456789abcdef";
        result[begin + 2 * i] = kDigits[(sum >> 4) & 15];
        result[begin + 2 * i + 1] = kDigits[sum & 15];
    }
    return result;
}

}  // namespace

TEST_CASE("a_signature_by_a_trusted_key_is_accepted") {
    succeeds(verifySignature(kText, signatureOf(kText), testKeys()));
    succeeds(verifySignature("", signatureOf(""), testKeys()));
}

TEST_CASE("a_second_trusted_key_is_as_good_as_the_first") {
    const auto next = valueOf(SigningKey::generate());
    TrustedKeys keys = testKeys();
    keys.trusted.push_back(valueOf(next.publicKey()));
    succeeds(verifySignature(kText, valueOf(next.sign(kText)), keys));
    succeeds(verifySignature(kText, signatureOf(kText), keys));
}

TEST_CASE("every_bit_of_the_text_counts") {
    const auto signature = signatureOf(kText);
    for (std::size_t i = 0; i < kText.size(); ++i) {
        auto text = kText;
        text[i] = static_cast<char>(text[i] ^ 1);
        REQUIRE(says(verifySignature(text, signature, testKeys()), "does not match its manifest"));
    }
    REQUIRE_FALSE(verifySignature(kText + "\n", signature, testKeys()));
    REQUIRE_FALSE(verifySignature(kText.substr(1), signature, testKeys()));
    REQUIRE_FALSE(verifySignature("", signature, testKeys()));
}

TEST_CASE("every_digit_of_the_signature_counts") {
    const auto signature = signatureOf(kText);
    for (std::size_t at = 0; at < 128; ++at) {
        REQUIRE_FALSE(verifySignature(kText, altered(signature, at), testKeys()));
    }
}

TEST_CASE("a_signature_has_one_form") {
    const auto good = signatureOf(kText);
    auto upper = good;
    std::transform(upper.begin() + 17, upper.end(), upper.begin() + 17,
                   [](unsigned char c) { return std::toupper(c); });
    const std::vector<std::string> others{
        "",
        "\n",
        good.substr(0, good.size() - 1),  // without the line's end
        good + "\n",
        good + good,
        " " + good,
        good.substr(0, good.size() - 3) + "\n",  // cut
        "\xef\xbb\xbf" + good,                   // byte order mark
        upper,
        std::string(good.size(), '\0'),
        std::string(good.size(), '0'),
        "minisign-ed25519" + good.substr(16),
        good.substr(0, good.rfind(' ') + 1) + std::string(128, '0') + "\n",
        good.substr(0, good.rfind(' ') + 1) + std::string(128, 'g') + "\n",
        std::string(1 << 20, 'a'),
        malleated(good),
    };
    for (const auto& other : others) {
        CAPTURE(other.substr(0, 200));
        REQUIRE_FALSE(verifySignature(kText, other, testKeys()));
    }
}

TEST_CASE("a_key_that_nobody_knows_is_named_as_the_reason") {
    const auto stranger = valueOf(SigningKey::generate());
    REQUIRE(says(verifySignature(kText, valueOf(stranger.sign(kText)), testKeys()), "does not know: update Parlando"));
    REQUIRE(says(verifySignature(kText, signatureOf(kText), {}), "trusts no key"));
}

TEST_CASE("a_stranger_who_uses_the_id_of_a_trusted_key_is_not_trusted") {
    const auto stranger = valueOf(SigningKey::generate());
    auto signature = valueOf(stranger.sign(kText));
    signature.replace(signature.find(' ') + 1, 16, valueOf(testKey().publicKey()).id());
    REQUIRE(says(verifySignature(kText, signature, testKeys()), "does not match"));
}

TEST_CASE("revoking_wins_over_trusting") {
    TrustedKeys keys = testKeys();
    keys.revoked = keys.trusted;
    REQUIRE(says(verifySignature(kText, signatureOf(kText), keys), "revoked"));
}

TEST_CASE("a_signature_is_good_for_manifests_only") {
    // What Ed25519 tools sign without the prefix of manifests is no signature of one.
    REQUIRE_FALSE(
        verifySignature(std::string("parlando package manifest 1\0", 28) + kText, signatureOf(kText), testKeys()));
}

TEST_CASE("a_public_key_has_64_digits_and_is_not_zero") {
    const auto key = valueOf(testKey().publicKey());
    REQUIRE(valueOf(PublicKey::parse(key.hex())) == key);
    REQUIRE(key.id().size() == 16);
    REQUIRE_FALSE(PublicKey::parse(std::string(64, '0')));
    REQUIRE_FALSE(PublicKey::parse(key.hex().substr(1)));
    REQUIRE_FALSE(PublicKey::parse(key.hex() + "0"));
    REQUIRE_FALSE(PublicKey::parse(std::string(64, 'x')));
    REQUIRE_FALSE(PublicKey::parse(""));
}

TEST_CASE("a_secret_key_is_saved_for_its_owner_and_never_over_a_file") {
    const Folder folder;
    const auto path = folder / "key.pem";
    succeeds(testKey().save(path));
    REQUIRE(std::filesystem::status(path).permissions() == std::filesystem::perms(0600));
    REQUIRE(says(testKey().save(path), "File exists"));
    const auto loaded = valueOf(SigningKey::load(path));
    succeeds(verifySignature(kText, valueOf(loaded.sign(kText)), testKeys()));
}

TEST_CASE("what_is_no_ed25519_key_is_refused") {
    const Folder folder;
    writeFile(folder / "empty.pem", "");
    writeFile(folder / "text.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    REQUIRE(says(SigningKey::load(folder / "empty.pem"), "no Ed25519 key"));
    REQUIRE(says(SigningKey::load(folder / "text.pem"), "no Ed25519 key"));
    REQUIRE(SigningKey::load(folder / "none.pem").error().code == ErrorCode::notFound);
}

TEST_CASE("a_development_build_trusts_the_development_key") {
    const auto key = valueOf(SigningKey::load(std::string(PARLANDO_TEST_DATA) + "/development_key.pem"));
    succeeds(verifySignature(kText, valueOf(key.sign(kText)), compiledInKeys()));
}
