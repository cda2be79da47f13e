#include "packages/signature.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include <spdlog/fmt/fmt.h>

#include "base/crypto_library.h"
#include "base/files.h"
#include "base/sha256.h"

namespace parlando::packages {
namespace {

constexpr std::string_view kScheme = "parlando-ed25519";
constexpr std::string_view kDomain{"parlando package manifest 1\0", 28};
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kIdDigits = 16;
constexpr std::size_t kSignatureFileBytes = kScheme.size() + 1 + kIdDigits + 1 + 2 * kSignatureBytes + 1;
constexpr std::uint64_t kMaximumKeyFile = 4096;

std::string hexOf(std::span<const unsigned char> bytes) {
    return fmt::format("{:02x}", fmt::join(bytes, ""));
}

int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<std::string> bytesOfHex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        if (digit(hex[i]) < 0 || digit(hex[i + 1]) < 0) {
            return std::nullopt;
        }
        bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    }
    return bytes;
}

const unsigned char* unsignedBytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string signedText(std::string_view manifest) {
    return std::string(kDomain).append(manifest);
}

// A list in a compile definition: hexadecimal keys with commas between. CMake has checked their form.
std::vector<PublicKey> keysOf(std::string_view list) {
    std::vector<PublicKey> keys;
    for (std::size_t begin = 0; begin < list.size(); begin += 2 * PublicKey::kBytes + 1) {
        if (auto key = PublicKey::parse(list.substr(begin, 2 * PublicKey::kBytes))) {
            keys.push_back(*key);
        }
    }
    return keys;
}

}  // namespace

Result<PublicKey> PublicKey::parse(std::string_view hex) {
    const auto bytes = hex.size() == 2 * kBytes ? bytesOfHex(hex) : std::nullopt;
    if (!bytes || *bytes == std::string(kBytes, '\0')) {
        return failure(ErrorCode::invalidInput,
                       "a public key has 64 hexadecimal digits in lower case, not all of them 0");
    }
    PublicKey key;
    std::ranges::copy(*bytes, key.m_bytes.begin());
    return key;
}

std::string PublicKey::hex() const {
    return hexOf(m_bytes);
}

std::string PublicKey::id() const {
    return Sha256::of(std::as_bytes(std::span(m_bytes))).hex().substr(0, kIdDigits);
}

const TrustedKeys& compiledInKeys() {
    static const TrustedKeys keys{keysOf(PARLANDO_TRUSTED_KEYS), keysOf(PARLANDO_REVOKED_KEYS)};
    return keys;
}

Result<> verify(const PublicKey& key, std::string_view message, std::string_view signature) {
    PARLANDO_TRY_ASSIGN(const CryptoLibrary* const crypto, findLibcrypto());
    const CryptoKey handle(
        crypto->EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.m_bytes.data(), key.m_bytes.size()));
    const CryptoDigest context(crypto->EVP_MD_CTX_new());
    if (!handle || !context ||
        crypto->EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) != 1) {
        return failure(ErrorCode::internal, "OpenSSL cannot verify Ed25519 signatures");
    }
    if (crypto->EVP_DigestVerify(context.get(), unsignedBytes(signature), signature.size(), unsignedBytes(message),
                                 message.size()) != 1) {
        return failure(ErrorCode::corrupt,
                       "the package's signature does not match its manifest: it was altered after it was published");
    }
    return {};
}

Result<> verifySignature(std::string_view manifest, std::string_view signatureFile, const TrustedKeys& keys) {
    PARLANDO_TRY(findLibcrypto());
    constexpr auto kIdAt = kScheme.size() + 1;
    constexpr auto kSignatureAt = kIdAt + kIdDigits + 1;
    if (signatureFile.size() != kSignatureFileBytes || !signatureFile.starts_with(kScheme) ||
        signatureFile[kIdAt - 1] != ' ' || signatureFile[kSignatureAt - 1] != ' ' || signatureFile.back() != '\n') {
        return failure(ErrorCode::corrupt, "the package's signature file is not one");
    }
    const auto id = signatureFile.substr(kIdAt, kIdDigits);
    const auto signature = bytesOfHex(signatureFile.substr(kSignatureAt, 2 * kSignatureBytes));
    if (!signature) {
        return failure(ErrorCode::corrupt, "the package's signature file is not one");
    }
    const auto hasId = [&](const PublicKey& key) { return key.id() == id; };
    if (std::ranges::any_of(keys.revoked, hasId)) {
        return failure(ErrorCode::incompatible, "the package is signed with a key that was revoked: update Parlando");
    }
    const auto key = std::ranges::find_if(keys.trusted, hasId);
    if (key == keys.trusted.end()) {
        return failure(ErrorCode::incompatible,
                       keys.trusted.empty() ? "this build of Parlando trusts no key, so it installs no packages"
                                            : "the package is signed with a key that this version of Parlando does not "
                                              "know: update Parlando");
    }
    return verify(*key, signedText(manifest), *signature);
}

struct SigningKey::Handle {
    CryptoKey key;
};

SigningKey::SigningKey(std::unique_ptr<Handle> handle) : m_handle(std::move(handle)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

Result<SigningKey> SigningKey::generate() {
    PARLANDO_TRY_ASSIGN(const CryptoLibrary* const crypto, findLibcrypto());
    CryptoKey key(crypto->EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    if (!key) {
        return failure(ErrorCode::internal, "OpenSSL cannot make an Ed25519 key");
    }
    return SigningKey(std::make_unique<Handle>(Handle{std::move(key)}));
}

Result<SigningKey> SigningKey::load(const std::filesystem::path& pem) {
    PARLANDO_TRY_ASSIGN(const CryptoLibrary* const crypto, findLibcrypto());
    PARLANDO_TRY_ASSIGN(const auto text, readFile(pem, kMaximumKeyFile));
    const CryptoInput memory(crypto->BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    // An encrypted key is refused, not asked a passphrase for: publishing runs unattended.
    const auto noPassphrase = [](char*, int, int, void*) { return -1; };
    CryptoKey key(memory ? crypto->PEM_read_bio_PrivateKey(memory.get(), nullptr, noPassphrase, nullptr) : nullptr);
    if (!key || crypto->EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) {
        return failure(
            ErrorCode::invalidInput,
            fmt::format("{} holds no Ed25519 key without passphrase (`parlando-pack keygen` makes one)", pem.string()));
    }
    return SigningKey(std::make_unique<Handle>(Handle{std::move(key)}));
}

Result<> SigningKey::save(const std::filesystem::path& pem) const {
    const auto failed = [&] {
        return failure(ErrorCode::io, fmt::format("cannot write {}: {}", pem.string(), std::strerror(errno)));
    };
    const int descriptor = ::open(pem.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return failed();
    }
    std::FILE* file = ::fdopen(descriptor, "w");
    if (file == nullptr) {
        ::close(descriptor);
        return failed();
    }
    const bool written =
        libcrypto().PEM_write_PrivateKey(file, m_handle->key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
        std::fflush(file) == 0 && ::fsync(descriptor) == 0;
    return std::fclose(file) == 0 && written ? Result<>{} : failed();
}

Result<PublicKey> SigningKey::publicKey() const {
    PublicKey key;
    std::size_t size = key.m_bytes.size();
    if (libcrypto().EVP_PKEY_get_raw_public_key(m_handle->key.get(), key.m_bytes.data(), &size) != 1 ||
        size != PublicKey::kBytes) {
        return failure(ErrorCode::internal, "OpenSSL cannot tell the public key");
    }
    return key;
}

Result<std::string> SigningKey::sign(std::string_view manifest) const {
    PARLANDO_TRY_ASSIGN(const CryptoLibrary* const crypto, findLibcrypto());
    PARLANDO_TRY_ASSIGN(const auto key, publicKey());
    const auto message = signedText(manifest);
    std::array<unsigned char, kSignatureBytes> signature{};
    std::size_t size = signature.size();
    const CryptoDigest context(crypto->EVP_MD_CTX_new());
    if (!context || crypto->EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_handle->key.get()) != 1 ||
        crypto->EVP_DigestSign(context.get(), signature.data(), &size, unsignedBytes(message), message.size()) != 1) {
        return failure(ErrorCode::internal, "OpenSSL cannot sign");
    }
    return fmt::format("{} {} {}\n", kScheme, key.id(), hexOf(signature));
}

}  // namespace parlando::packages
