#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "packages/acceptance.h"
#include "packages/store.h"

namespace parlando::packages {

// The archive of each layer that was fetched, by the layer's name: in one file or in parts (archive_reader.h).
using FetchedLayers = std::map<std::string, std::vector<std::filesystem::path>>;

// The layers that an installed package holds unaltered, so that they need not be fetched. Reads all of them.
std::vector<Sha256Digest> layersPresent(const PackageStore& store, const Manifest& manifest);

struct InstallProgress {
    std::uint64_t done = 0;  // bytes of the unpacked tree
    std::uint64_t total = 0;
};

struct InstallOptions {
    std::function<void(const InstallProgress&)> progress;  // called often, on the calling thread
    std::stop_token stop;
};

// A chunk of an archive that is not what the manifest says; the download can fetch it again.
struct BadChunk {
    std::string layer;
    std::size_t chunk = 0;
};

struct InstallFailure {
    Error error;
    std::optional<BadChunk> badChunk;
};

// Unpacks the fetched layers, takes the others from the packages that hold them, and makes the package the active one,
// to be tried at the next start. Until the very last step everything that was there before stays as it was, and a
// failure leaves nothing behind. A package that is in the store already is only made active.
tl::expected<InstalledPackage, InstallFailure> install(PackageStore& store, const AcceptedManifest& package,
                                                       const FetchedLayers& fetched,
                                                       const InstallOptions& options = {});

}  // namespace parlando::packages
