#include "packages/pack.h"

#include <fnmatch.h>

#include <algorithm>
#include <numeric>
#include <system_error>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"
#include "packages/archive_reader.h"
#include "packages/layer_packer.h"
#include "packages/system.h"
#include "packages/unpack.h"

namespace parlando::packages {
namespace {

namespace fs = std::filesystem;

bool isLibrary(const InputFile& file, const std::vector<std::string>& patterns) {
    const auto name = fs::path(file.path).filename();
    return std::ranges::any_of(patterns,
                               [&](const auto& pattern) { return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0; });
}

Result<> prepareOutput(const fs::path& output) {
    std::error_code error;
    fs::create_directories(output, error);
    const bool empty = !error && fs::is_empty(output, error);
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot use the folder {}: {}", output.string(), error.message()));
    }
    return empty ? Result<>{}
                 : failure(ErrorCode::invalidInput,
                           fmt::format("{} is not empty; a package needs a folder of its own", output.string()));
}

Result<> checkRequest(const PackRequest& request) {
    const auto chunk = request.head.chunkBytes;
    if (chunk == 0 || request.partBytes == 0 || request.partBytes % chunk != 0 ||
        request.partBytes > kMaximumPartBytes) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("a part has a whole number of chunks ({} bytes each) and less than 2 GB", chunk));
    }
    return {};
}

Result<Layer> makeLayer(const PackRequest& request, const std::string& name, const std::vector<InputFile>& files) {
    PartWriter output(request.output, request.partBytes, request.head.chunkBytes);
    Layer layer;
    layer.name = name;
    PARLANDO_TRY_ASSIGN(layer.tree, packLayer(request.folder, files, request.compressionLevel, output));
    for (const auto& file : layer.tree) {
        layer.unpacked += file.size;
    }
    PARLANDO_TRY(
        output.finish(fmt::format("parlando-{}-{}-{}-", request.head.variant, request.head.flavour, name), layer));
    return layer;
}

std::string sumLine(const Sha256Digest& digest, const std::string& name) {
    return fmt::format("{}  {}\n", digest.hex(), name);
}

Sha256Digest digestOf(const std::string& text) {
    return Sha256::of(std::as_bytes(std::span(text)));
}

Result<> writeDocuments(const PackRequest& request, const Manifest& manifest, const SigningKey& key) {
    const auto name = manifestName(manifest.variant, manifest.flavour, manifest.os, manifest.architecture);
    const auto json = toJson(manifest);
    // A package that would not be accepted must not be published.
    if (const auto readable = manifestFrom(json); !readable) {
        return failure(readable.error());
    }
    PARLANDO_TRY_ASSIGN(const auto signature, key.sign(json));
    std::string sums = sumLine(digestOf(json), name) + sumLine(digestOf(signature), name + ".sig");
    for (const auto& layer : manifest.layers) {
        for (const auto& part : layer.parts) {
            sums += sumLine(part.sha256, part.name);
        }
    }
    PARLANDO_TRY(replaceFile(request.output / "SHA256SUMS", sums));
    PARLANDO_TRY(replaceFile(request.output / (name + ".sig"), signature));
    return replaceFile(request.output / name, json);
}

// Compares the digests of the parts and of the whole archive, which an installation does not need.
class Digests : public ByteSource {
public:
    Digests(ByteSource& source, const Layer& layer) : m_source(source), m_layer(layer) {}

    Result<std::span<const std::byte>> next() override {
        PARLANDO_TRY_ASSIGN(const auto bytes, m_source.next());
        m_archive.update(bytes);
        m_partHash.update(bytes);  // chunks do not cross the end of a part
        m_inPart += bytes.size();
        if (m_part < m_layer.parts.size() && m_inPart == m_layer.parts[m_part].size) {
            const auto& part = m_layer.parts[m_part++];
            m_inPart = 0;
            if (m_partHash.finish() != part.sha256) {
                return failure(ErrorCode::corrupt,
                               fmt::format("{} has another digest than its manifest says", part.name));
            }
        }
        return bytes;
    }

    Result<> finish() {
        return m_archive.finish() == m_layer.sha256
                   ? Result<>{}
                   : failure(ErrorCode::corrupt, "the archive has another digest than its manifest says");
    }

private:
    ByteSource& m_source;
    const Layer& m_layer;
    Sha256 m_archive;
    Sha256 m_partHash;
    std::size_t m_part = 0;
    std::uint64_t m_inPart = 0;
};

struct Nowhere : TreeSink {
    Result<> begin(const TreeFile&) override { return {}; }
    Result<> write(std::span<const std::byte>) override { return {}; }
    Result<> end(const TreeFile&) override { return {}; }
};

Result<> verifyLayer(const Layer& layer, std::uint64_t chunkBytes, const fs::path& folder) {
    std::vector<fs::path> parts;
    for (const auto& part : layer.parts) {
        std::error_code error;
        if (fs::file_size(folder / part.name, error) != part.size || error) {
            return failure(ErrorCode::corrupt, fmt::format("{} is missing or has another size", part.name));
        }
        parts.push_back(folder / part.name);
    }
    PARLANDO_TRY_ASSIGN(auto reader, ArchiveReader::open(layer, chunkBytes, parts));
    Digests archive(reader, layer);
    Nowhere sink;
    PARLANDO_TRY(unpack(layer, archive, sink));
    return archive.finish();
}

}  // namespace

const std::vector<std::string>& defaultLibraryPatterns() {
    static const std::vector<std::string> patterns{
        "libcublas*",   "libcuda*",     "libcudnn*",  "libcufft*",     "libcufile*", "libcupti*",      "libcurand*",
        "libcusolver*", "libcusparse*", "libnccl*",   "libnvJitLink*", "libnvrtc*",  "libnvToolsExt*", "libnvshmem*",
        "libtorch*",    "libc10*",      "libcaffe2*", "libgomp*",      "libmkl*",    "libshm*"};
    return patterns;
}

Result<Manifest> pack(const PackRequest& request, const SigningKey& key) {
    PARLANDO_TRY(checkRequest(request));
    PARLANDO_TRY_ASSIGN(const auto files, filesBelow(request.folder));
    PARLANDO_TRY(prepareOutput(request.output));
    std::vector<InputFile> server;
    std::vector<InputFile> libraries;
    for (const auto& file : files) {
        (isLibrary(file, request.libraryPatterns) ? libraries : server).push_back(file);
    }
    Manifest manifest = request.head;
    PARLANDO_TRY_ASSIGN(manifest.layers.emplace_back(), makeLayer(request, "server", server));
    if (!libraries.empty()) {
        PARLANDO_TRY_ASSIGN(manifest.layers.emplace_back(), makeLayer(request, "cuda-libraries", libraries));
    }
    PARLANDO_TRY(writeDocuments(request, manifest, key));
    return manifest;
}

Result<Manifest> verifyPackage(const fs::path& manifest, const TrustedKeys& keys) {
    constexpr std::uint64_t kMaximumSignatureBytes = 4096;
    PARLANDO_TRY_ASSIGN(const auto json, readFile(manifest, kMaximumManifestBytes));
    PARLANDO_TRY_ASSIGN(const auto signature, readFile(manifest.string() + ".sig", kMaximumSignatureBytes));
    PARLANDO_TRY(verifySignature(json, signature, keys));
    PARLANDO_TRY_ASSIGN(auto content, manifestFrom(json));
    for (const auto& layer : content.layers) {
        if (const auto verified = verifyLayer(layer, content.chunkBytes, manifest.parent_path()); !verified) {
            return failure(verified.error().context(fmt::format("layer {}", layer.name)));
        }
    }
    return content;
}

}  // namespace parlando::packages
