#include "base/crypto_library.h"

#include <stdexcept>

#include "base/library_functions.h"

namespace parlando {
namespace {

Result<CryptoLibrary> load() {
    CryptoLibrary found;
#define PARLANDO_FUNCTION(name) LibraryFunction{#name, reinterpret_cast<void**>(&found.name)},
    PARLANDO_TRY(findFunctions({"libcrypto.so.3", "verifies what is downloaded", "libssl3"},
                               {PARLANDO_FOR_EACH_CRYPTO_FUNCTION(PARLANDO_FUNCTION)}));
#undef PARLANDO_FUNCTION
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
