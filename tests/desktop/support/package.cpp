#include <algorithm>
#include <span>
#include <utility>

#include "base/version.h"
#include "desktop/support/scene.h"
#include "packages/store.h"

namespace parlando::desktop {
namespace {

namespace fs = std::filesystem;
using namespace packages;

Sha256Digest digestOf(std::string_view text) {
    return Sha256::of(std::as_bytes(std::span(text)));
}

// Of one layer. Its archive was never made: nobody asks for it once the package is installed.
Manifest manifestOf(std::vector<TreeFile> tree) {
    Manifest manifest;
    manifest.product = "parlando";
    manifest.variant = "cuda";
    manifest.flavour = "cu128";
    manifest.version = kVersion;
    manifest.sequence = 1;
    manifest.os = "linux";
    manifest.architecture = "x86_64";
    manifest.created = 1;
    manifest.expires = 2;
    manifest.minimumDriver = "525.60";
    manifest.computeCapabilities = {"8.6"};
    manifest.chunkBytes = kChunkBytes;
    Layer layer;
    layer.name = "server";
    layer.sha256 = digestOf("archive");
    layer.size = 100;
    layer.chunks = {digestOf("archive")};
    layer.parts = {{"server.part1", 100, digestOf("archive")}};
    layer.tree = std::move(tree);
    std::ranges::sort(layer.tree, {}, &TreeFile::path);
    for (const auto& file : layer.tree) {
        layer.unpacked += file.size;
    }
    manifest.layers = {std::move(layer)};
    return manifest;
}

Result<TreeFile> addFile(const fs::path& tree, const fs::path& source, const std::string& name, TreeFile::Kind kind) {
    PARLANDO_TRY_ASSIGN(const std::string content, readFile(source, std::uint64_t{1} << 30));
    fs::copy_file(source, tree / name);
    return TreeFile{name, content.size(), digestOf(content), kind};
}

}  // namespace

Result<fs::path> installPackage(const fs::path& dataFolder, const fs::path& program,
                                const std::vector<fs::path>& libraries, Trust trust) {
    PARLANDO_TRY_ASSIGN(auto store, PackageStore::open(dataFolder / "backends"));
    PARLANDO_TRY_ASSIGN(auto staging, store.stage());
    const PackageFolder folder(staging.path());
    fs::create_directories(folder.tree());
    std::vector<TreeFile> tree(1);
    PARLANDO_TRY_ASSIGN(tree[0], addFile(folder.tree(), program, executableName("cuda"), TreeFile::Kind::executable));
    for (const auto& library : libraries) {
        PARLANDO_TRY_ASSIGN(tree.emplace_back(),
                            addFile(folder.tree(), library, library.filename().string(), TreeFile::Kind::plain));
    }
    const auto manifest = manifestOf(std::move(tree));
    const std::string bytes = toJson(manifest);
    const auto id = digestOf(bytes);
    PARLANDO_TRY(folder.describe(manifest, bytes, "signature"));
    PARLANDO_TRY(store.publish(std::move(staging), manifest, id));
    if (trust == Trust::good) {
        PARLANDO_TRY(store.confirm(id));
    }
    return dataFolder / "backends" / "store" / id.hex() / "tree" / executableName("cuda");
}

}  // namespace parlando::desktop
