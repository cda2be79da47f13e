#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "net/support/misbehaving_server.h"
#include "packages/download.h"

namespace parlando::testing {

// A package of one layer in three parts: 4, 4 and 3 chunks of 256 KiB, the last one shorter.
struct SamplePackage {
    static constexpr std::uint64_t kChunk = 256 * 1024;
    static constexpr const char* kName = "sample.manifest.json";

    explicit SamplePackage(std::uint32_t seed = 1);

    std::string archive;
    packages::Manifest manifest;
    std::string manifestText = R"({"product":"sample"})";
    std::string signatureText = std::string(64, 's') + '!';

    const packages::Layer& layer() const { return manifest.layers.front(); }
    std::string partContent(std::size_t part) const;
    std::string partPath(std::size_t part) const { return "/" + layer().parts[part].name; }
    void serveOn(MisbehavingServer& server) const;
    // Accepts the two texts above and nothing else.
    packages::ManifestVerifier verifier() const;
};

// Delays and patience for tests: everything happens within milliseconds.
packages::DownloadSettings quickSettings(const std::vector<std::string>& sources);

// Downloads and looks at the result.
struct Attempt {
    net::Outcome<> outcome;
    bool isRight = false;  // complete, and the very bytes of the archive
    std::vector<packages::Progress> progress;
};
Attempt download(const SamplePackage& package, const packages::DownloadSettings& settings,
                 const std::filesystem::path& folder, const std::stop_token& stop = {});

}  // namespace parlando::testing
