#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "packages/manifest.h"
#include "packages/signature.h"
#include "packages/store.h"

// Which of the packages that carry our signature may be installed: the right one, fresh, and never an older one.
namespace parlando::packages {

// What the caller asked for and runs on.
struct Wanted {
    std::string variant;  // "cuda"
    std::string flavour;  // "cu128"
    std::string version;  // of the application: a backend of another version would speak another protocol
    std::string os;
    std::string architecture;
};

// `Wanted` on this machine.
Wanted wantedHere(std::string variant, std::string flavour, std::string version);

// The decision alone. `seen` is the newest manifest of this variant and flavour that was accepted before;
// `now` in seconds since 1970.
Result<> checkAcceptable(const Manifest& manifest, const Sha256Digest& id, const Wanted& wanted,
                         const std::optional<SeenManifest>& seen, std::int64_t now);

// A manifest whose signature, content and freshness were checked, with the bytes that prove it.
struct AcceptedManifest {
    std::string bytes;
    std::string signature;  // content of the .sig file
    Sha256Digest id;        // SHA-256 of `bytes`: the package's name in the store
    Manifest content;
};

// Verifies the signature first, then everything else, and remembers the sequence on disk before it returns.
Result<AcceptedManifest> acceptManifest(std::string bytes, std::string signature, const Wanted& wanted,
                                        const TrustedKeys& keys, PackageStore& store, std::int64_t now);

}  // namespace parlando::packages
