#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/failure.h"
#include "packages/manifest.h"

// What has to be known before the first byte of a package is fetched.
namespace parlando::packages {

// What the probe of the graphics cards has found.
struct GraphicsFacts {
    std::string driver;                            // "535.183.01"; empty: there is no driver
    std::vector<std::string> computeCapabilities;  // of every card: "8.6"
};

// Whether the package can work on this computer: the driver is new enough, and for at least one card there is code.
// Code for 8.0 runs on every 8.x, not on 7.x and not on 9.x. The error says what to do.
Result<> checkGraphics(const Manifest& manifest, const GraphicsFacts& facts);

// Kept free on the disk beside what the package needs.
inline constexpr std::uint64_t kDiskMargin = std::uint64_t{256} << 20;

struct Plan {
    std::vector<const Layer*> layers;  // to be fetched; they point into the manifest
    std::uint64_t fetchBytes = 0;      // of their archives
    std::uint64_t needBytes = 0;       // of disk space, from now to the end: archives, unpacked files, margin
    std::uint64_t freeBytes = 0;       // on that disk
};

// What must be fetched into `folder`, given the layers that the store has already, and whether the folder can be
// written and has room for it. An earlier download's share of the archives does not count as needed again.
net::Outcome<Plan> planDownload(const Manifest& manifest, std::span<const Sha256Digest> present,
                                const std::filesystem::path& folder);

// "525.60" and "525.60.13": numbers between points, compared as such; what is missing is 0.
std::strong_ordering compareVersions(std::string_view left, std::string_view right);

}  // namespace parlando::packages
