#include <sys/stat.h>

#include <span>

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

// One layer with one file. Its archive was never made: nobody asks for it once the package is installed.
Manifest manifestOf(const std::string& program) {
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
    layer.unpacked = program.size();
    layer.chunks = {digestOf("archive")};
    layer.parts = {{"server.part1", 100, digestOf("archive")}};
    layer.tree = {{executableName("cuda"), program.size(), digestOf(program), TreeFile::Kind::executable}};
    manifest.layers = {layer};
    return manifest;
}

}  // namespace

Result<fs::path> installPackage(const fs::path& dataFolder, const fs::path& program, Trust trust) {
    PARLANDO_TRY_ASSIGN(const std::string content, readFile(program, std::uint64_t{1} << 30));
    PARLANDO_TRY_ASSIGN(auto store, PackageStore::open(dataFolder / "backends"));
    PARLANDO_TRY_ASSIGN(auto staging, store.stage());
    const PackageFolder folder(staging.path());
    const auto manifest = manifestOf(content);
    const std::string bytes = toJson(manifest);
    const auto id = digestOf(bytes);
    fs::create_directories(folder.tree());
    fs::copy_file(program, folder.tree() / executableName("cuda"));
    PARLANDO_TRY(folder.describe(manifest, bytes, "signature"));
    PARLANDO_TRY(store.publish(std::move(staging), manifest, id));
    if (trust == Trust::good) {
        PARLANDO_TRY(store.confirm(id));
    }
    return dataFolder / "backends" / "store" / id.hex() / "tree" / executableName("cuda");
}

}  // namespace parlando::desktop
