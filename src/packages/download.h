#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "net/failure.h"
#include "net/retry.h"
#include "net/transfers.h"
#include "packages/acceptance.h"
#include "packages/manifest.h"
#include "packages/progress.h"

// Brings a package to this computer: first the signed manifest, then the layers that are asked for. Both calls
// block, and end within a quarter of a second when a stop is requested; what has arrived then is kept.
namespace parlando::packages {

struct DownloadSettings {
    std::vector<std::string> sources;  // base addresses, tried in order; each has all files of the release
    net::Settings network;
    net::RetryPolicy retry{};
    std::size_t connections = 4;
    std::uint64_t requestBytes = std::uint64_t{128} << 20;  // the most that one request asks for
};

// Settings for what PARLANDO_RELEASE_URL holds: one or several addresses with blanks or commas between. Redirects are
// followed to these and to where GitHub keeps release assets.
// `certificates` as in net::Settings.
net::Outcome<DownloadSettings> downloadSettings(std::string_view releaseUrls,
                                                const std::filesystem::path& certificates = {});

struct FetchedManifest {
    AcceptedManifest accepted;
    std::size_t source = 0;  // where it came from; the parts are looked for there first
};

// Decides whether the bytes are what somebody trusted has signed, for this computer and not outdated: acceptManifest.
using ManifestVerifier = std::function<Result<AcceptedManifest>(std::string bytes, std::string signature)>;

// Fetches `name` and `name`.sig from the first source that has a pair which `verify` accepts.
net::Outcome<FetchedManifest> fetchManifest(const DownloadSettings& settings, const std::string& name,
                                            const ManifestVerifier& verify, const std::stop_token& stop);

// Brings the archives of `layers` into `folder` and gives their paths, in order. Every byte of them has been compared
// with the manifest's hashes and brought to the disk. `firstSource` as in FetchedManifest.
net::Outcome<std::vector<std::filesystem::path>> fetchLayers(const DownloadSettings& settings, std::size_t firstSource,
                                                             const Manifest& manifest,
                                                             std::span<const Layer* const> layers,
                                                             const std::filesystem::path& folder,
                                                             const OnProgress& onProgress, const std::stop_token& stop);

}  // namespace parlando::packages
