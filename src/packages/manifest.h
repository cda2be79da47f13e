#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

// What a backend package says of itself. docs/packages.md describes the file; this is its content as values.
namespace parlando::packages {

// A piece of a layer's archive as it is published: less than 2 GB, because a release asset may not be larger.
struct Part {
    std::string name;        // a plain file name, without any folder
    std::uint64_t size = 0;  // bytes; a multiple of the chunk size, except for the last part of a layer
    Sha256Digest sha256;
};

// A regular file of the unpacked tree. Folders are implied by the paths.
struct TreeFile {
    std::string path;  // relative, '/' between names, normalised
    std::uint64_t size = 0;
    Sha256Digest sha256;
    enum class Kind { plain, executable } kind = Kind::plain;  // mode 0444 or 0555

    bool operator==(const TreeFile&) const = default;
};

// A `.tar.zst` that is fetched and kept as a whole. The big CUDA libraries are a layer of their own, so that
// an update of the application does not fetch them again.
struct Layer {
    std::string name;                  // "server", "cuda-libraries"
    Sha256Digest sha256;               // of the archive: the layer's identity, its key in the store
    std::uint64_t size = 0;            // bytes of the archive: the sum of its parts
    std::uint64_t unpacked = 0;        // bytes of all files of the tree
    std::vector<Sha256Digest> chunks;  // of every Manifest::chunkBytes of the archive, the last one shorter
    std::vector<Part> parts;           // in order; each holds whole chunks
    std::vector<TreeFile> tree;        // sorted by path; layers of a package do not overlap
};

struct Manifest {
    std::string product;         // "parlando"
    std::string variant;         // "cuda"
    std::string flavour;         // "cu128"
    std::string version;         // of the application it belongs to
    std::uint64_t sequence = 0;  // grows with every release; never installed below what was installed before
    std::string os;              // "linux"
    std::string architecture;    // "x86_64"
    std::int64_t created = 0;    // seconds since 1970, UTC
    std::int64_t expires = 0;    // gates downloads, never the launch of what is installed
    std::string minimumDriver;   // "525.60"
    std::vector<std::string> computeCapabilities;  // "8.6"
    std::uint64_t chunkBytes = 0;                  // see kChunkBytes; tests use smaller ones
    std::vector<Layer> layers;
};

// What released packages use: one flipped bit costs one chunk.
inline constexpr std::uint64_t kChunkBytes = std::uint64_t{8} << 20;

inline constexpr std::uint64_t kMaximumManifestBytes = std::uint64_t{1} << 20;
inline constexpr std::uint64_t kMaximumPartBytes = 1'999'999'999;
inline constexpr std::uint64_t kMaximumLayerBytes = std::uint64_t{1} << 40;  // packed or unpacked
inline constexpr std::size_t kMaximumParts = 64;                             // of all layers together

// Reads a manifest and checks everything that can be known without the parts: sums of sizes, numbers of chunks,
// plain names, normal paths, no two paths that one file system could take for the same. Whether it is signed,
// fresh and meant for this application is decided elsewhere (signature.h, acceptance.h).
Result<Manifest> manifestFrom(std::string_view json);

// The text that is published and signed; reading it gives the same manifest.
std::string toJson(const Manifest& manifest);

// "parlando-cuda-cu128-linux-x86_64.manifest.json"; its signature has ".sig" behind.
std::string manifestName(std::string_view variant, std::string_view flavour, std::string_view os,
                         std::string_view architecture);

// The server in the unpacked tree, "parlando-server-cuda"; every manifest has it.
std::string executableName(std::string_view variant);

}  // namespace parlando::packages
