#include "packages/acceptance.h"

#include <span>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando::packages {
namespace {

constexpr std::uint64_t kLargestStep = 1'000'000;    // a sequence far ahead would lock out every later release
constexpr std::int64_t kClockTolerance = 24 * 3600;  // seconds

tl::unexpected<Error> incompatible(std::string message) {
    return failure(ErrorCode::incompatible, std::move(message));
}

Result<> checkKind(const Manifest& manifest, const Wanted& wanted) {
    if (manifest.product != "parlando" || manifest.variant != wanted.variant || manifest.flavour != wanted.flavour) {
        return incompatible(fmt::format("the package is {} {} {}, not parlando {} {}", manifest.product,
                                        manifest.variant, manifest.flavour, wanted.variant, wanted.flavour));
    }
    if (manifest.os != wanted.os || manifest.architecture != wanted.architecture) {
        return incompatible(fmt::format("the package is for {} on {}, this is {} on {}", manifest.os,
                                        manifest.architecture, wanted.os, wanted.architecture));
    }
    if (manifest.version != wanted.version) {
        return incompatible(fmt::format("the package belongs to Parlando {}, this is Parlando {}: update Parlando",
                                        manifest.version, wanted.version));
    }
    return {};
}

Result<> checkTime(const Manifest& manifest, std::int64_t now) {
    if (manifest.created - kClockTolerance > now) {
        return incompatible("the package was created in the future: check the date and time of this computer");
    }
    if (manifest.expires <= now) {
        return incompatible(
            "this offer of the package has expired: update Parlando, or check the date and time of this "
            "computer");
    }
    return {};
}

Result<> checkSequence(const Manifest& manifest, const Sha256Digest& id, const std::optional<SeenManifest>& seen) {
    const auto newest = seen ? seen->sequence : 0;
    if (manifest.sequence < newest) {
        return incompatible(
            fmt::format("the package is older (release {}) than one that was offered before (release {})",
                        manifest.sequence, newest));
    }
    if (seen && manifest.sequence == newest && id != seen->manifest) {
        return incompatible(fmt::format("the package claims to be release {}, but that was another one", newest));
    }
    if (manifest.sequence - newest > kLargestStep) {
        return incompatible(fmt::format("the package's release {} is too far ahead of {}", manifest.sequence, newest));
    }
    return {};
}

}  // namespace

Wanted wantedHere(std::string variant, std::string flavour, std::string version) {
#if defined(__x86_64__)
    const std::string architecture = "x86_64";
#elif defined(__aarch64__)
    const std::string architecture = "aarch64";
#else
#error "name the architecture as packages do"
#endif
    return {std::move(variant), std::move(flavour), std::move(version), "linux", architecture};
}

Result<> checkAcceptable(const Manifest& manifest, const Sha256Digest& id, const Wanted& wanted,
                         const std::optional<SeenManifest>& seen, std::int64_t now) {
    PARLANDO_TRY(checkKind(manifest, wanted));
    PARLANDO_TRY(checkTime(manifest, now));
    return checkSequence(manifest, id, seen);
}

Result<AcceptedManifest> acceptManifest(std::string bytes, std::string signature, const Wanted& wanted,
                                        const TrustedKeys& keys, PackageStore& store, std::int64_t now) {
    PARLANDO_TRY(verifySignature(bytes, signature, keys));
    PARLANDO_TRY_ASSIGN(auto content, manifestFrom(bytes));
    const auto id = Sha256::of(std::as_bytes(std::span(bytes)));
    PARLANDO_TRY_ASSIGN(const auto seen, store.newestSeen(content.variant, content.flavour));
    PARLANDO_TRY(checkAcceptable(content, id, wanted, seen, now));
    PARLANDO_TRY(store.remember(content.variant, content.flavour, {content.sequence, id}));
    return AcceptedManifest{std::move(bytes), std::move(signature), id, std::move(content)};
}

}  // namespace parlando::packages
