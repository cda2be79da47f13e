#include "packages/install.h"

#include <utility>

#include <spdlog/fmt/fmt.h>

#include "base/log.h"
#include "packages/archive_reader.h"
#include "packages/tree_writer.h"
#include "packages/unpack.h"

namespace parlando::packages {
namespace {

class Installation {
public:
    Installation(PackageStore& store, const AcceptedManifest& package, const FetchedLayers& fetched,
                 const InstallOptions& options)
        : m_store(store), m_package(package), m_fetched(fetched), m_options(options) {
        for (const auto& layer : package.content.layers) {
            m_progress.total += layer.unpacked;
        }
    }

    Result<InstalledPackage> run();
    std::optional<BadChunk> badChunk() const { return m_badChunk; }

private:
    Result<> unpackLayer(const Layer& layer, const std::vector<std::filesystem::path>& files, TreeWriter& tree);
    Result<> takeLayer(const Layer& layer, TreeWriter& tree);
    void report(std::uint64_t done) const;

    PackageStore& m_store;
    const AcceptedManifest& m_package;
    const FetchedLayers& m_fetched;
    const InstallOptions& m_options;
    InstallProgress m_progress;  // of the layers that are complete
    std::optional<BadChunk> m_badChunk;
};

void Installation::report(std::uint64_t done) const {
    if (m_options.progress) {
        m_options.progress({m_progress.done + done, m_progress.total});
    }
}

Result<> Installation::unpackLayer(const Layer& layer, const std::vector<std::filesystem::path>& files,
                                   TreeWriter& tree) {
    PARLANDO_TRY_ASSIGN(auto archive, ArchiveReader::open(layer, m_package.content.chunkBytes, files));
    const auto unpacked = unpack(layer, archive, tree, m_options.stop, [this](std::uint64_t bytes) { report(bytes); });
    if (archive.badChunk()) {
        m_badChunk = BadChunk{layer.name, *archive.badChunk()};
    }
    return unpacked;
}

Result<> Installation::takeLayer(const Layer& layer, TreeWriter& tree) {
    const auto holder = m_store.holderOf(layer);
    if (!holder) {
        return failure(ErrorCode::notFound, "it was not downloaded, and no installed package holds it");
    }
    for (const auto& file : layer.tree) {
        PARLANDO_TRY(tree.take(file, holder->tree() / file.path));
    }
    report(layer.unpacked);
    return {};
}

Result<InstalledPackage> Installation::run() {
    const Manifest& manifest = m_package.content;
    if (m_store.find(manifest, m_package.id)) {
        return m_store.activate(manifest, m_package.id);
    }
    PARLANDO_TRY_ASSIGN(auto staging, m_store.stage());
    const PackageFolder folder(staging.path());
    PARLANDO_TRY_ASSIGN(auto tree, TreeWriter::create(folder.tree()));
    for (const auto& layer : manifest.layers) {
        const auto fetched = m_fetched.find(layer.name);
        const auto done =
            fetched != m_fetched.end() ? unpackLayer(layer, fetched->second, tree) : takeLayer(layer, tree);
        if (!done) {
            return failure(done.error().context(fmt::format("layer {}", layer.name)));
        }
        m_progress.done += layer.unpacked;
    }
    PARLANDO_TRY(tree.finish());
    PARLANDO_TRY(folder.describe(manifest, m_package.bytes, m_package.signature));
    if (m_options.stop.stop_requested()) {
        return failure(ErrorCode::cancelled, "the installation was cancelled");
    }
    return m_store.publish(std::move(staging), manifest, m_package.id);
}

}  // namespace

std::vector<Sha256Digest> layersPresent(const PackageStore& store, const Manifest& manifest) {
    std::vector<Sha256Digest> present;
    for (const auto& layer : manifest.layers) {
        if (store.holderOf(layer)) {
            present.push_back(layer.sha256);
        }
    }
    return present;
}

tl::expected<InstalledPackage, InstallFailure> install(PackageStore& store, const AcceptedManifest& package,
                                                       const FetchedLayers& fetched, const InstallOptions& options) {
    Installation installation(store, package, fetched, options);
    auto outcome = installation.run();
    if (!outcome) {
        return tl::unexpected(InstallFailure{std::move(outcome).error(), installation.badChunk()});
    }
    spdlog::info("packages: installed {} {} {} ({})", outcome->variant, outcome->flavour, outcome->version,
                 outcome->id.hex());
    return std::move(*outcome);
}

}  // namespace parlando::packages
