#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Ed25519 signatures (RFC 8032) over the exact bytes of a manifest, with a prefix that makes them useless for
// anything else. A signature file is one line: "parlando-ed25519 KEY_ID SIGNATURE", both in hexadecimal.
namespace parlando::packages {

class PublicKey {
public:
    static constexpr std::size_t kBytes = 32;

    static Result<PublicKey> parse(std::string_view hex);  // 64 digits, not all of them zero

    std::string hex() const;
    std::string id() const;  // 16 hexadecimal digits: which key made a signature
    auto operator<=>(const PublicKey&) const = default;

private:
    friend class SigningKey;
    friend Result<> verify(const PublicKey& key, std::string_view message, std::string_view signature);

    std::array<unsigned char, kBytes> m_bytes{};
};

// More than one is trusted, so that the next key is known before the current one retires. Revoking wins.
struct TrustedKeys {
    std::vector<PublicKey> trusted;
    std::vector<PublicKey> revoked;
};

// What this program was built with (PARLANDO_RELEASE_KEYS, PARLANDO_REVOKED_KEYS, PARLANDO_TRUST_DEVELOPMENT_KEY in
// CMake); nothing at run time changes it.
const TrustedKeys& compiledInKeys();

// Whether `signatureFile` is a signature of `manifest` by a trusted key. No byte of the manifest may be believed
// before.
Result<> verifySignature(std::string_view manifest, std::string_view signatureFile, const TrustedKeys& keys);

// The secret half, for publishing.
class SigningKey {
public:
    static Result<SigningKey> generate();
    static Result<SigningKey> load(const std::filesystem::path& pem);  // PKCS #8, as `openssl genpkey` writes it

    SigningKey(SigningKey&&) noexcept;
    ~SigningKey();

    Result<> save(const std::filesystem::path& pem) const;  // for this user only; never over an existing file
    Result<PublicKey> publicKey() const;
    Result<std::string> sign(std::string_view manifest) const;  // the content of a signature file

private:
    struct Handle;
    explicit SigningKey(std::unique_ptr<Handle> handle);

    std::unique_ptr<Handle> m_handle;
};

}  // namespace parlando::packages
