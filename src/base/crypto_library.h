#pragma once

#include <memory>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/result.h"

// OpenSSL's libcrypto: its functions, and owners for what they give out.
namespace parlando {

// clang-format off
#define PARLANDO_FOR_EACH_CRYPTO_FUNCTION(APPLY)                                                           \
    APPLY(BIO_free) APPLY(BIO_new_mem_buf) APPLY(EVP_DigestFinal_ex) APPLY(EVP_DigestInit_ex)              \
    APPLY(EVP_DigestSign) APPLY(EVP_DigestSignInit) APPLY(EVP_DigestUpdate) APPLY(EVP_DigestVerify)        \
    APPLY(EVP_DigestVerifyInit) APPLY(EVP_MD_CTX_free) APPLY(EVP_MD_CTX_new) APPLY(EVP_PKEY_Q_keygen)      \
    APPLY(EVP_PKEY_free) APPLY(EVP_PKEY_get_base_id) APPLY(EVP_PKEY_get_raw_public_key)                    \
    APPLY(EVP_PKEY_new_raw_public_key) APPLY(EVP_sha1) APPLY(EVP_sha256) APPLY(PEM_read_bio_PrivateKey)    \
    APPLY(PEM_write_PrivateKey)
// clang-format on

struct CryptoLibrary {
#define PARLANDO_MEMBER(name) decltype(&::name) name = nullptr;
    PARLANDO_FOR_EACH_CRYPTO_FUNCTION(PARLANDO_MEMBER)
#undef PARLANDO_MEMBER
};

// Its tables take a quarter of the time in which a program that links it says its version; so it is loaded when
// something is first hashed or verified, and stays. An error says that it is missing or too old.
Result<const CryptoLibrary*> findLibcrypto();

// The same for what cannot give an error. Throws std::runtime_error with that message.
const CryptoLibrary& libcrypto();

template <auto kFree>
struct CryptoFree {
    template <class Handle>
    void operator()(Handle* handle) const {
        (libcrypto().*kFree)(handle);
    }
};

using CryptoKey = std::unique_ptr<EVP_PKEY, CryptoFree<&CryptoLibrary::EVP_PKEY_free>>;
using CryptoDigest = std::unique_ptr<EVP_MD_CTX, CryptoFree<&CryptoLibrary::EVP_MD_CTX_free>>;
using CryptoInput = std::unique_ptr<BIO, CryptoFree<&CryptoLibrary::BIO_free>>;

}  // namespace parlando
