#include "packages/download/support/sample_package.h"

#include <random>

namespace parlando::testing {
namespace {

Sha256Digest digestOf(std::string_view text) {
    return Sha256::of(std::as_bytes(std::span(text)));
}

}  // namespace

SamplePackage::SamplePackage(std::uint32_t seed) {
    std::mt19937 random(seed);
    archive.resize(10 * kChunk + 88'888);
    for (auto& c : archive) {
        c = static_cast<char>(random());
    }
    packages::Layer layer;
    layer.name = "server";
    layer.sha256 = digestOf(archive);
    layer.size = archive.size();
    layer.unpacked = 3 * archive.size();
    for (std::size_t at = 0; at < archive.size(); at += kChunk) {
        layer.chunks.push_back(digestOf(std::string_view(archive).substr(at, kChunk)));
    }
    for (std::size_t at = 0; at < archive.size(); at += 4 * kChunk) {
        const auto content = std::string_view(archive).substr(at, 4 * kChunk);
        layer.parts.push_back(
            {"sample." + std::to_string(layer.parts.size()) + ".part", content.size(), digestOf(content)});
    }
    manifest.flavour = "cu128";
    manifest.minimumDriver = "525.60";
    manifest.computeCapabilities = {"7.5", "8.0", "8.6", "9.0"};
    manifest.chunkBytes = kChunk;
    manifest.layers.push_back(std::move(layer));
}

std::string SamplePackage::partContent(std::size_t part) const {
    return archive.substr(part * 4 * kChunk, layer().parts[part].size);
}

void SamplePackage::serveOn(MisbehavingServer& server) const {
    server.serve(std::string("/") + kName, manifestText);
    server.serve(std::string("/") + kName + ".sig", signatureText);
    for (std::size_t part = 0; part < layer().parts.size(); ++part) {
        server.serve(partPath(part), partContent(part));
    }
}

packages::ManifestVerifier SamplePackage::verifier() const {
    return [this](std::string bytes, std::string signature) -> Result<packages::AcceptedManifest> {
        if (bytes != manifestText || signature != signatureText) {
            return failure(ErrorCode::corrupt, "the signature does not fit");
        }
        return packages::AcceptedManifest{std::move(bytes), std::move(signature), digestOf(manifestText), manifest};
    };
}

packages::DownloadSettings quickSettings(const std::vector<std::string>& sources) {
    packages::DownloadSettings settings;
    settings.sources = sources;
    for (const auto& source : sources) {
        (void)settings.network.policy.admit(source);
    }
    using std::chrono::milliseconds;
    settings.network.stallTimeout = milliseconds(250);
    settings.network.stallBytes = 512;
    settings.retry = {4, milliseconds(1), milliseconds(4), milliseconds(20)};
    settings.requestBytes = 2 * SamplePackage::kChunk;
    return settings;
}

Attempt download(const SamplePackage& package, const packages::DownloadSettings& settings,
                 const std::filesystem::path& folder, const std::stop_token& stop) {
    Attempt attempt;
    const auto manifest = packages::fetchManifest(settings, SamplePackage::kName, package.verifier(), stop);
    if (!manifest) {
        attempt.outcome = tl::unexpected(manifest.error());
        return attempt;
    }
    const std::vector<const packages::Layer*> layers{&manifest->accepted.content.layers.front()};
    const auto paths = packages::fetchLayers(
        settings, manifest->source, manifest->accepted.content, layers, folder,
        [&](const packages::Progress& progress) { attempt.progress.push_back(progress); }, stop);
    if (!paths) {
        attempt.outcome = tl::unexpected(paths.error());
        return attempt;
    }
    attempt.isRight = readFile(paths->front(), std::uint64_t{1} << 30) == package.archive;
    return attempt;
}

}  // namespace parlando::testing
