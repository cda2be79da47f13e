#include "packages/package_folder.h"

#include <span>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/crypto_library.h"
#include "base/files.h"
#include "base/log.h"
#include "packages/stamps.h"
#include "packages/system.h"

namespace parlando::packages {
namespace {

namespace fs = std::filesystem;

constexpr auto kManifest = "manifest.json";
constexpr auto kSignature = "manifest.json.sig";
constexpr auto kStamps = "stamps.json";
constexpr std::uint64_t kMaximumStampBytes = std::uint64_t{4} << 20;
constexpr std::size_t kBlock = std::size_t{1} << 20;

Result<Sha256Digest> digestOf(const fs::path& path) {
    PARLANDO_TRY_ASSIGN(const auto reader, FileReader::open(path));
    Sha256 hash;
    std::vector<std::byte> block(kBlock);
    for (std::uint64_t offset = 0; offset < reader.size();) {
        const auto bytes = std::span(block).first(std::min<std::uint64_t>(kBlock, reader.size() - offset));
        PARLANDO_TRY(reader.readAt(offset, bytes));
        hash.update(bytes);
        offset += bytes.size();
    }
    return hash.finish();
}

// The stamps that were recorded; none is the same as wrong ones: everything is read.
Stamps recordedStamps(const PackageFolder& folder) {
    const auto text = readFile(folder.path() / kStamps, kMaximumStampBytes);
    const auto stamps = text ? stampsFrom(*text) : failure(text.error());
    return stamps ? *stamps : Stamps{};
}

Result<Stamp> checkFile(const fs::path& path, const TreeFile& file, const Stamp* recorded, Check check) {
    PARLANDO_TRY_ASSIGN(const auto stamp, stampOf(path));
    if (stamp.size != file.size) {
        return failure(ErrorCode::corrupt,
                       fmt::format("{} has {} bytes instead of {}", path.string(), stamp.size, file.size));
    }
    if (check == Check::contents || recorded == nullptr || *recorded != stamp) {
        PARLANDO_TRY_ASSIGN(const auto digest, digestOf(path));
        if (digest != file.sha256) {
            return failure(ErrorCode::corrupt, fmt::format("{} was altered since it was installed", path.string()));
        }
    }
    return stamp;
}

// Checks and renews in `stamps` the entries of one layer.
Result<> checkLayer(const PackageFolder& folder, const Layer& layer, Check check, Stamps& stamps) {
    for (const auto& file : layer.tree) {
        const auto recorded = stamps.find(file.path);
        PARLANDO_TRY_ASSIGN(const auto stamp, checkFile(folder.tree() / file.path, file,
                                                        recorded == stamps.end() ? nullptr : &recorded->second, check));
        stamps[file.path] = stamp;
    }
    return {};
}

}  // namespace

Result<Manifest> PackageFolder::manifest() const {
    PARLANDO_TRY(findLibcrypto());  // before anything is hashed
    PARLANDO_TRY_ASSIGN(const auto bytes, readFile(m_path / kManifest, kMaximumManifestBytes));
    if (Sha256::of(std::as_bytes(std::span(bytes))).hex() != m_path.filename()) {
        return failure(ErrorCode::corrupt,
                       fmt::format("{} was altered since it was installed", (m_path / kManifest).string()));
    }
    return manifestFrom(bytes);
}

Result<> PackageFolder::describe(const Manifest& manifest, std::string_view manifestBytes,
                                 std::string_view signature) const {
    Stamps stamps;
    for (const auto& layer : manifest.layers) {
        for (const auto& file : layer.tree) {
            PARLANDO_TRY_ASSIGN(stamps[file.path], stampOf(tree() / file.path));
        }
    }
    PARLANDO_TRY(replaceFile(m_path / kManifest, manifestBytes));
    PARLANDO_TRY(replaceFile(m_path / kSignature, signature));
    return replaceFile(m_path / kStamps, toJson(stamps));
}

Result<> checkLayer(const PackageFolder& folder, const Layer& layer, Check check) {
    auto stamps = recordedStamps(folder);
    return checkLayer(folder, layer, check, stamps);
}

Result<> checkPackage(const PackageFolder& folder, const Manifest& manifest, Check check) {
    const auto recorded = recordedStamps(folder);
    auto stamps = recorded;
    for (const auto& layer : manifest.layers) {
        PARLANDO_TRY(checkLayer(folder, layer, check, stamps));
    }
    if (stamps != recorded) {
        // Only the next check becomes slower if this fails (a disk that is full or read-only).
        if (const auto written = replaceFile(folder.path() / kStamps, toJson(stamps)); !written) {
            spdlog::warn("packages: {}", written.error().message);
        }
    }
    return {};
}

InstalledPackage describedBy(const Manifest& manifest, const Sha256Digest& id) {
    return {id, manifest.variant, manifest.flavour, manifest.version, manifest.sequence};
}

}  // namespace parlando::packages
