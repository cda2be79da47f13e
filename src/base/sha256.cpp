#include "base/sha256.h"

#include <new>

#include "base/crypto_library.h"

namespace parlando {
namespace {

int valueOf(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

Result<Sha256Digest> Sha256Digest::parse(std::string_view hex) {
    std::array<std::byte, kBytes> bytes{};
    if (hex.size() != 2 * kBytes) {
        return failure(ErrorCode::invalidInput, "a SHA-256 digest has 64 hexadecimal digits");
    }
    for (std::size_t i = 0; i < kBytes; ++i) {
        const int high = valueOf(hex[2 * i]);
        const int low = valueOf(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            return failure(ErrorCode::invalidInput, "a SHA-256 digest has hexadecimal digits only");
        }
        bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return Sha256Digest(bytes);
}

std::string Sha256Digest::hex() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * kBytes);
    for (const auto byte : m_bytes) {
        text += kDigits[std::to_integer<std::size_t>(byte >> 4)];
        text += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return text;
}

struct Sha256::Context {
    CryptoDigest handle{libcrypto().EVP_MD_CTX_new()};

    // Fails only for want of memory: the algorithm is part of every OpenSSL.
    void check(int outcome) const {
        if (outcome != 1) {
            throw std::bad_alloc();
        }
    }
    void begin() const {
        check(handle ? libcrypto().EVP_DigestInit_ex(handle.get(), libcrypto().EVP_sha256(), nullptr) : 0);
    }
};

Sha256::Sha256() : m_context(std::make_unique<Context>()) {
    m_context->begin();
}

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes) {
    m_context->check(libcrypto().EVP_DigestUpdate(m_context->handle.get(), bytes.data(), bytes.size()));
}

Sha256Digest Sha256::finish() {
    std::array<std::byte, Sha256Digest::kBytes> bytes{};
    m_context->check(libcrypto().EVP_DigestFinal_ex(m_context->handle.get(),
                                                    reinterpret_cast<unsigned char*>(bytes.data()), nullptr));
    m_context->begin();
    return Sha256Digest(bytes);
}

Sha256Digest Sha256::of(std::span<const std::byte> bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.finish();
}

}  // namespace parlando
