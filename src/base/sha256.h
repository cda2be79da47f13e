#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace parlando {

// A SHA-256 digest. A type of its own, so that no other text or bytes are taken for one.
class Sha256Digest {
public:
    static constexpr std::size_t kBytes = 32;

    Sha256Digest() = default;  // all zero: the digest of nothing anybody has
    explicit Sha256Digest(const std::array<std::byte, kBytes>& bytes) : m_bytes(bytes) {}
    // Exactly 64 hexadecimal digits, of either case.
    static Result<Sha256Digest> parse(std::string_view hex);

    std::string hex() const;  // lower case
    std::span<const std::byte> bytes() const { return m_bytes; }
    auto operator<=>(const Sha256Digest&) const = default;

private:
    std::array<std::byte, kBytes> m_bytes{};
};

// Computes a digest piece by piece, in constant memory. Throws what libcrypto() throws, and only on first use.
class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void update(std::span<const std::byte> bytes);
    // Gives the digest and begins anew.
    Sha256Digest finish();

    static Sha256Digest of(std::span<const std::byte> bytes);

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

}  // namespace parlando
