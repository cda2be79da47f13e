#include "base/crypto_library.h"

#include <stdexcept>

#include "base/library_functions.h"

namespace parlando {
namespace {

Result<CryptoLibrary> load() {
    CryptoLibrary found;
#define PARLANDO_FUNCTION(name) LibraryFunction{#name, reinterpret_cast<void**>(&found.name)},
    const bool complete = findFunctions("libcrypto.so.3", {PARLANDO_FOR_EACH_CRYPTO_FUNCTION(PARLANDO_FUNCTION)});
#undef PARLANDO_FUNCTION
    if (!complete) {
        return failure(ErrorCode::internal,
                       "libcrypto.so.3, which verifies what is downloaded, is missing or broken; install libssl3");
    }
    return found;
}

const Result<CryptoLibrary>& loaded() {
    static const Result<CryptoLibrary> library = load();
    return library;
}

}  // namespace

Result<const CryptoLibrary*> findLibcrypto() {
    PARLANDO_TRY(loaded());
    return &*loaded();
}

const CryptoLibrary& libcrypto() {
    if (!loaded()) {
        throw std::runtime_error(loaded().error().message);
    }
    return *loaded();
}

}  // namespace parlando
