#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "packages/manifest.h"
#include "packages/signature.h"

// Publishing: makes a package of a folder that holds a backend, in memory that does not grow with the package. The same
// folder and the same values give the same bytes.
namespace parlando::packages {

struct PackRequest {
    std::filesystem::path folder;              // regular files and folders only; parlando-server-VARIANT at its top
    std::filesystem::path output;              // created; must be empty
    Manifest head;                             // everything but the layers
    std::uint64_t partBytes = 0;               // a whole number of chunks
    std::vector<std::string> libraryPatterns;  // file names (with * and ?) that make the layer "cuda-libraries"
    int compressionLevel = 0;                  // of zstd, 1 to 19
};

// What CUDA builds share from release to release: CUDA itself and libtorch.
const std::vector<std::string>& defaultLibraryPatterns();

// Writes the parts, the manifest, its signature and SHA256SUMS.
Result<Manifest> pack(const PackRequest& request, const SigningKey& key);

// Checks a published package as an installation would, and all digests of it, without unpacking to the disk.
// `manifest` is the file; signature and parts lie beside it.
Result<Manifest> verifyPackage(const std::filesystem::path& manifest, const TrustedKeys& keys);

}  // namespace parlando::packages
