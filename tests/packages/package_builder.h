#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "packages/install.h"
#include "packages/pack.h"

// Small packages for tests, made with the code that makes the large ones.
namespace parlando::packages::testing {

inline constexpr std::uint64_t kSmallChunk = std::uint64_t{64} << 10;
inline constexpr std::int64_t kNow = 1'800'000'000;

template <class T>
T valueOf(Result<T> result) {
    INFO((result ? std::string() : result.error().message));
    REQUIRE(result);
    return std::move(*result);
}

inline void succeeds(const Result<>& result) {
    INFO((result ? std::string() : result.error().message));
    REQUIRE(result);
}

// Says whether a text occurs in the message of an error.
template <class T>
bool says(const Result<T>& result, const std::string& text) {
    INFO((result ? "no error" : result.error().message));
    return !result && result.error().message.find(text) != std::string::npos;
}

class Folder {
public:
    Folder() : m_folder(std::move(*TemporaryFolder::create())) {}
    std::filesystem::path operator/(const std::string& name) const { return m_folder.path() / name; }
    const std::filesystem::path& path() const { return m_folder.path(); }

private:
    TemporaryFolder m_folder;
};

inline void writeFile(const std::filesystem::path& path, const std::string& content) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

inline std::string contentOf(const std::filesystem::path& path) {
    return valueOf(readFile(path, std::uint64_t{1} << 30));
}

// Every file and folder below `folder`, with its content: two equal ones mean that nothing changed.
inline std::map<std::string, std::string> snapshot(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        files[entry.path().lexically_relative(folder).string()] = entry.is_symlink()        ? "link"
                                                                  : entry.is_regular_file() ? contentOf(entry.path())
                                                                                            : "folder";
    }
    return files;
}

// Bytes that do not compress.
inline std::string noise(std::size_t size, std::uint32_t seed) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) {
        seed = seed * 1664525 + 1013904223;
        byte = static_cast<char>(seed >> 24);
    }
    return bytes;
}

inline const SigningKey& testKey() {
    static const SigningKey key = valueOf(SigningKey::generate());
    return key;
}

inline TrustedKeys testKeys() {
    return {{valueOf(testKey().publicKey())}, {}};
}

inline Wanted testWanted(const std::string& version = "0.1.0") {
    return wantedHere("cuda", "cu128", version);
}

inline PackRequest testRequest(const std::filesystem::path& folder, const std::filesystem::path& output,
                               const std::string& version = "0.1.0", std::uint64_t sequence = 1) {
    const auto here = testWanted(version);
    PackRequest request;
    request.folder = folder;
    request.output = output;
    request.head.product = "parlando";
    request.head.variant = here.variant;
    request.head.flavour = here.flavour;
    request.head.version = version;
    request.head.sequence = sequence;
    request.head.os = here.os;
    request.head.architecture = here.architecture;
    request.head.created = kNow - 1000;
    request.head.expires = kNow + 1000;
    request.head.minimumDriver = "525.60";
    request.head.computeCapabilities = {"8.6", "9.0"};
    request.head.chunkBytes = kSmallChunk;
    request.partBytes = 2 * kSmallChunk;
    request.libraryPatterns = defaultLibraryPatterns();
    request.compressionLevel = 3;
    return request;
}

// A tree that looks like a backend: a server that differs by `version`, libraries that do not.
inline void writeBackend(const std::filesystem::path& folder, const std::string& version) {
    writeFile(folder / "parlando-server-cuda", "#!/bin/sh\necho parlando-server " + version + "\n");
    std::filesystem::permissions(folder / "parlando-server-cuda", std::filesystem::perms(0755));
    writeFile(folder / "libparlando-engine.so", noise(100'000, 1) + version);
    writeFile(folder / "voices/robin/config.json", "{}");
    writeFile(folder / "libcudart.so.12", noise(300'000, 2));
    writeFile(folder / "libtorch_cuda.so", noise(70'000, 3));
}

inline std::string manifestFile() {
    const auto wanted = testWanted();
    return manifestName(wanted.variant, wanted.flavour, wanted.os, wanted.architecture);
}

// A published package in `folder`/out.
struct Published {
    std::filesystem::path folder;
    Manifest manifest;
};

inline Published publish(const std::filesystem::path& folder, const std::string& version = "0.1.0",
                         std::uint64_t sequence = 1) {
    writeBackend(folder / "in", version);
    const auto request = testRequest(folder / "in", folder / "out", version, sequence);
    return {folder / "out", valueOf(pack(request, testKey()))};
}

inline AcceptedManifest accept(const Published& package, PackageStore& store) {
    return valueOf(acceptManifest(contentOf(package.folder / manifestFile()),
                                  contentOf(package.folder / (manifestFile() + ".sig")),
                                  testWanted(package.manifest.version), testKeys(), store, kNow));
}

// All layers but those that the store has.
inline FetchedLayers fetched(const Published& package, const PackageStore& store) {
    FetchedLayers layers;
    const auto present = layersPresent(store, package.manifest);
    for (const auto& layer : package.manifest.layers) {
        if (std::ranges::find(present, layer.sha256) == present.end()) {
            for (const auto& part : layer.parts) {
                layers[layer.name].push_back(package.folder / part.name);
            }
        }
    }
    return layers;
}

inline InstalledPackage installed(const Published& package, PackageStore& store) {
    const auto accepted = accept(package, store);
    auto outcome = install(store, accepted, fetched(package, store));
    INFO((outcome ? std::string() : outcome.error().error.message));
    REQUIRE(outcome);
    return *outcome;
}

}  // namespace parlando::packages::testing
