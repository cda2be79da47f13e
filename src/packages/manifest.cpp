#include "packages/manifest.h"

#include <algorithm>
#include <bit>
#include <set>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "packages/names.h"
#include "packages/strict_json.h"

namespace parlando::packages {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kMaximumLayers = 8;
constexpr std::uint64_t kSmallestChunk = std::uint64_t{64} << 10;
constexpr std::uint64_t kLargestChunk = kChunkBytes;   // readers and connections keep whole chunks in memory
constexpr std::int64_t kLatestTime = 253'402'300'799;  // the end of the year 9999

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLowerCase = "abcdefghijklmnopqrstuvwxyz0123456789_-.";
constexpr std::string_view kVersionCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.";

tl::unexpected<Error> corrupt(std::string message) {
    return failure(ErrorCode::corrupt, std::move(message));
}

bool isWord(std::string_view text, std::string_view alphabet) {
    return !text.empty() && text.size() <= 32 && text.find_first_not_of(alphabet) == std::string_view::npos &&
           text.front() != '.' && text.front() != '-';
}

// "525", "525.60", "8.6"
bool isDotted(std::string_view text) {
    return isWord(text, "0123456789.") && text.back() != '.' && text.find("..") == std::string_view::npos;
}

Result<Sha256Digest> digestFrom(const std::string& text) {
    // One way to write a digest: what is compared as text elsewhere (names, SHA256SUMS) is then equal, too.
    if (text != foldCase(text)) {
        return corrupt("a digest in upper case");
    }
    return Sha256Digest::parse(text);
}

Result<Part> partFrom(const nlohmann::json& json, const std::string& where) {
    Part part;
    Members members(json, where);
    part.name = members.text("name");
    part.size = members.number("size");
    const auto digest = members.text("sha256");
    PARLANDO_TRY(members.finish());
    PARLANDO_TRY_ASSIGN(part.sha256, digestFrom(digest));
    return part;
}

Result<TreeFile> treeFileFrom(const nlohmann::json& json, const std::string& where) {
    TreeFile file;
    Members members(json, where);
    file.path = members.text("path");
    file.size = members.number("size");
    file.kind = members.flag("executable") ? TreeFile::Kind::executable : TreeFile::Kind::plain;
    const auto digest = members.text("sha256");
    PARLANDO_TRY(members.finish());
    PARLANDO_TRY_ASSIGN(file.sha256, digestFrom(digest));
    return file;
}

Result<Layer> layerFrom(const nlohmann::json& json, const std::string& where) {
    Layer layer;
    Members members(json, where);
    layer.name = members.text("name");
    const auto digest = members.text("sha256");
    layer.size = members.number("size");
    layer.unpacked = members.number("unpacked_size");
    const auto& chunks = members.list("chunks");
    const auto& parts = members.list("parts");
    const auto& tree = members.list("tree");
    PARLANDO_TRY(members.finish());
    PARLANDO_TRY_ASSIGN(layer.sha256, digestFrom(digest));
    for (const auto& chunk : chunks) {
        PARLANDO_TRY_ASSIGN(layer.chunks.emplace_back(),
                            chunk.is_string() ? digestFrom(chunk.get<std::string>()) : corrupt("a chunk is no digest"));
    }
    for (const auto& part : parts) {
        PARLANDO_TRY_ASSIGN(layer.parts.emplace_back(), partFrom(part, "a part"));
    }
    for (const auto& file : tree) {
        PARLANDO_TRY_ASSIGN(layer.tree.emplace_back(), treeFileFrom(file, "a file"));
    }
    return layer;
}

Result<Manifest> valuesFrom(const nlohmann::json& json) {
    Manifest manifest;
    Members members(json, "it");
    if (members.number("format") != kFormat) {
        return failure(ErrorCode::incompatible,
                       "it has a format that this version of Parlando does not know: update Parlando");
    }
    manifest.product = members.text("product");
    manifest.variant = members.text("variant");
    manifest.flavour = members.text("flavour");
    manifest.version = members.text("version");
    manifest.sequence = members.number("sequence");
    manifest.os = members.text("os");
    manifest.architecture = members.text("architecture");
    const auto created = members.number("created");
    const auto expires = members.number("expires");
    manifest.minimumDriver = members.text("minimum_driver");
    const auto& capabilities = members.list("compute_capabilities");
    manifest.chunkBytes = members.number("chunk_size");
    const auto& layers = members.list("layers");
    PARLANDO_TRY(members.finish());
    if (created > static_cast<std::uint64_t>(kLatestTime) || expires > static_cast<std::uint64_t>(kLatestTime)) {
        return corrupt("its times are beyond the year 9999");
    }
    manifest.created = static_cast<std::int64_t>(created);
    manifest.expires = static_cast<std::int64_t>(expires);
    for (const auto& capability : capabilities) {
        manifest.computeCapabilities.push_back(capability.is_string() ? capability.get<std::string>() : std::string());
    }
    for (const auto& layer : layers) {
        PARLANDO_TRY_ASSIGN(manifest.layers.emplace_back(),
                            layerFrom(layer, fmt::format("layer {}", manifest.layers.size())));
    }
    return manifest;
}

Result<> checkHead(const Manifest& manifest) {
    for (const auto* word :
         {&manifest.product, &manifest.variant, &manifest.flavour, &manifest.os, &manifest.architecture}) {
        if (!isWord(*word, kLowerCase)) {
            return corrupt("product, variant, flavour, os and architecture are words of lower-case letters and digits");
        }
    }
    if (!isWord(manifest.version, kVersionCharacters)) {
        return corrupt("its version is not one");
    }
    if (!isDotted(manifest.minimumDriver) || manifest.computeCapabilities.size() > 64 ||
        !std::ranges::all_of(manifest.computeCapabilities, isDotted)) {
        return corrupt("the driver and the compute capabilities are numbers with dots");
    }
    if (manifest.sequence == 0 || manifest.created == 0 || manifest.expires <= manifest.created) {
        return corrupt("its sequence is 0, or it expires before it was created");
    }
    if (!std::has_single_bit(manifest.chunkBytes) || manifest.chunkBytes < kSmallestChunk ||
        manifest.chunkBytes > kLargestChunk) {
        return corrupt("its chunk size is not a power of two between 64 KiB and 8 MiB");
    }
    if (manifest.layers.empty() || manifest.layers.size() > kMaximumLayers) {
        return corrupt(fmt::format("it has no layers or more than {}", kMaximumLayers));
    }
    return {};
}

// Each size is below 2^40 and a list that fits into a manifest is far shorter than 2^24: sums cannot overflow.
Result<> checkSizes(const Layer& layer, std::uint64_t chunkBytes) {
    if (layer.size == 0 || layer.size > kMaximumLayerBytes || layer.unpacked > kMaximumLayerBytes) {
        return corrupt("its size is 0 or above 1 TiB");
    }
    std::uint64_t packed = 0;
    for (const auto& part : layer.parts) {
        PARLANDO_TRY(checkName(part.name));
        if (part.size == 0 || part.size > kMaximumPartBytes) {
            return corrupt(fmt::format("the part {} is empty or has 2 GB or more", part.name));
        }
        if (part.size % chunkBytes != 0 && &part != &layer.parts.back()) {
            return corrupt(fmt::format("the part {} does not end with a chunk", part.name));
        }
        packed += part.size;
    }
    if (packed != layer.size) {
        return corrupt("its parts are not as large as it says");
    }
    if (layer.chunks.size() != (layer.size + chunkBytes - 1) / chunkBytes) {
        return corrupt("it has another number of chunks than its size needs");
    }
    std::uint64_t unpacked = 0;
    for (const auto& file : layer.tree) {
        if (file.size > kMaximumLayerBytes) {
            return corrupt(fmt::format("the file {} has more than 1 TiB", file.path));
        }
        unpacked += file.size;
    }
    return unpacked == layer.unpacked ? Result<>{} : corrupt("its files are not as large as it says");
}

Result<> checkLayer(const Layer& layer, std::uint64_t chunkBytes, PathSet& paths, std::set<std::string>& partNames) {
    if (!isWord(layer.name, kLowerCase)) {
        return corrupt("its name is not a word of lower-case letters and digits");
    }
    PARLANDO_TRY(checkSizes(layer, chunkBytes));
    for (const auto& part : layer.parts) {
        if (!partNames.insert(foldCase(part.name)).second) {
            return corrupt(fmt::format("the part {} is there twice", part.name));
        }
    }
    if (layer.tree.empty() || !std::ranges::is_sorted(layer.tree, std::less_equal<>(), &TreeFile::path)) {
        return corrupt("its files are missing, or not sorted by path");
    }
    for (const auto& file : layer.tree) {
        PARLANDO_TRY(paths.insert(file.path));
    }
    return {};
}

Result<> check(const Manifest& manifest) {
    PARLANDO_TRY(checkHead(manifest));
    PathSet paths;
    std::set<std::string> partNames;
    std::set<std::string> layerNames;
    std::set<Sha256Digest> digests;
    bool hasServer = false;
    for (const auto& layer : manifest.layers) {
        if (const auto checked = checkLayer(layer, manifest.chunkBytes, paths, partNames); !checked) {
            return failure(checked.error().context(fmt::format("layer {}", layerNames.size() + 1)));
        }
        if (!layerNames.insert(layer.name).second || !digests.insert(layer.sha256).second) {
            return corrupt("it has the same layer twice");
        }
        hasServer = hasServer || std::ranges::any_of(layer.tree, [&](const TreeFile& file) {
                        return file.path == executableName(manifest.variant) && file.kind == TreeFile::Kind::executable;
                    });
    }
    if (partNames.size() > kMaximumParts) {
        return corrupt(fmt::format("it has more than {} parts", kMaximumParts));
    }
    return hasServer ? Result<>{} : corrupt(fmt::format("it has no executable {}", executableName(manifest.variant)));
}

Json layerJson(const Layer& layer) {
    Json chunks = Json::array();
    for (const auto& chunk : layer.chunks) {
        chunks.push_back(chunk.hex());
    }
    Json parts = Json::array();
    for (const auto& part : layer.parts) {
        parts.push_back({{"name", part.name}, {"size", part.size}, {"sha256", part.sha256.hex()}});
    }
    Json tree = Json::array();
    for (const auto& file : layer.tree) {
        tree.push_back({{"path", file.path},
                        {"size", file.size},
                        {"sha256", file.sha256.hex()},
                        {"executable", file.kind == TreeFile::Kind::executable}});
    }
    return {{"name", layer.name},          {"sha256", layer.sha256.hex()},
            {"size", layer.size},          {"unpacked_size", layer.unpacked},
            {"chunks", std::move(chunks)}, {"parts", std::move(parts)},
            {"tree", std::move(tree)}};
}

}  // namespace

Result<Manifest> manifestFrom(std::string_view json) {
    constexpr auto kWhere = "the package's manifest cannot be used";
    if (json.size() > kMaximumManifestBytes) {
        return failure(ErrorCode::resourceLimit, fmt::format("{}: it has more than 1 MiB", kWhere));
    }
    const auto read = [&]() -> Result<Manifest> {
        PARLANDO_TRY_ASSIGN(const auto document, parseStrictly(json));
        PARLANDO_TRY_ASSIGN(auto manifest, valuesFrom(document));
        PARLANDO_TRY(check(manifest));
        return manifest;
    }();
    if (!read) {
        return failure(read.error().context(kWhere));
    }
    return read;
}

std::string toJson(const Manifest& manifest) {
    Json layers = Json::array();
    for (const auto& layer : manifest.layers) {
        layers.push_back(layerJson(layer));
    }
    const Json json{{"format", kFormat},
                    {"product", manifest.product},
                    {"variant", manifest.variant},
                    {"flavour", manifest.flavour},
                    {"version", manifest.version},
                    {"sequence", manifest.sequence},
                    {"os", manifest.os},
                    {"architecture", manifest.architecture},
                    {"created", manifest.created},
                    {"expires", manifest.expires},
                    {"minimum_driver", manifest.minimumDriver},
                    {"compute_capabilities", manifest.computeCapabilities},
                    {"chunk_size", manifest.chunkBytes},
                    {"layers", std::move(layers)}};
    return json.dump(1, ' ') + "\n";
}

std::string manifestName(std::string_view variant, std::string_view flavour, std::string_view os,
                         std::string_view architecture) {
    return fmt::format("parlando-{}-{}-{}-{}.manifest.json", variant, flavour, os, architecture);
}

std::string executableName(std::string_view variant) {
    return fmt::format("parlando-server-{}", variant);
}

}  // namespace parlando::packages
