#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <spdlog/fmt/fmt.h>
#include <CLI/CLI.hpp>

#include "base/log.h"
#include "packages/acceptance.h"
#include "packages/pack.h"

// parlando-pack: makes, signs and checks backend packages. docs/packages.md describes them.
namespace {

using namespace parlando;
using namespace parlando::packages;

constexpr int kUsage = 64;
constexpr int kFailed = 1;
constexpr std::int64_t kDay = 24 * 3600;

constexpr char kExamples[] = R"(Examples:
  parlando-pack keygen -o release.pem
  parlando-pack build stage --variant cuda --flavour cu128 --version 0.1.0 --sequence 12 \
      --min-driver 570.26 --compute 7.5,8.0,8.6,8.9,9.0,12.0 --key release.pem -o out
  parlando-pack verify out/parlando-cuda-cu128-linux-x86_64.manifest.json --public-key 4f1c…)";

struct Arguments {
    PackRequest request;
    std::string key;
    std::string manifest;
    std::vector<std::string> publicKeys;
    std::int64_t created = 0;
    std::int64_t validDays = 365;
    std::uint64_t partSize = 0;
};

// SOURCE_DATE_EPOCH (reproducible-builds.org), or now.
std::int64_t defaultTime() {
    const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
    return epoch != nullptr
               ? std::strtoll(epoch, nullptr, 10)
               : std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
                     .count();
}

void describeBuild(CLI::App& build, Arguments& arguments) {
    auto& request = arguments.request;
    auto& head = request.head;
    build.add_option("folder", request.folder, "What the package will contain")
        ->required()
        ->check(CLI::ExistingDirectory);
    build.add_option("--variant", head.variant, "Variant of the backend: cuda")->required();
    build.add_option("--flavour", head.flavour, "Which cards it is for: cu126, cu128")->required();
    build.add_option("--version", head.version, "Version of the application it belongs to")->required();
    build.add_option("--sequence", head.sequence, "Number of this release; grows with every one")->required();
    build.add_option("--min-driver", head.minimumDriver, "Oldest driver that runs it")->required();
    build.add_option("--compute", head.computeCapabilities, "Compute capabilities it has code for")
        ->required()
        ->delimiter(',');
    build.add_option("--os", head.os, "Operating system")->capture_default_str();
    build.add_option("--architecture", head.architecture, "Processor")->capture_default_str();
    build.add_option("--key", arguments.key, "Secret key that signs, from `keygen`")
        ->required()
        ->check(CLI::ExistingFile);
    build.add_option("--part-size", arguments.partSize, "Bytes of a part at most, rounded down to whole chunks")
        ->capture_default_str();
    build.add_option("--chunk-size", head.chunkBytes, "Bytes of a chunk")->capture_default_str();
    build.add_option("--level", request.compressionLevel, "zstd level")
        ->check(CLI::Range(1, 19))
        ->capture_default_str();
    build
        .add_option("--libraries", request.libraryPatterns,
                    "Names of files that rarely change and get a layer of their own")
        ->delimiter(',');
    build.add_option("--created", arguments.created, "Seconds since 1970 (default: SOURCE_DATE_EPOCH, or now)");
    build.add_option("--valid-days", arguments.validDays, "Days until it is offered no more")
        ->check(CLI::Range(1, 3650))
        ->capture_default_str();
    build.add_option("-o,--output", request.output, "Folder to write into; must be empty")->required();
}

int fail(const Error& error) {
    fmt::print(stderr, "parlando-pack: {}\n", error.message);
    return kFailed;
}

int runKeygen(const Arguments& arguments) {
    const auto key = SigningKey::generate();
    const auto saved = key ? key->save(arguments.key) : failure(key.error());
    const auto publicKey = key ? key->publicKey() : failure(key.error());
    if (!saved || !publicKey) {
        return fail(saved ? publicKey.error() : saved.error());
    }
    fmt::print("{}\n", publicKey->hex());
    return EXIT_SUCCESS;
}

void print(const Manifest& manifest) {
    for (const auto& layer : manifest.layers) {
        fmt::print("{}: {} files, {} bytes, {} packed in {} parts\n", layer.name, layer.tree.size(), layer.unpacked,
                   layer.size, layer.parts.size());
    }
}

int runBuild(Arguments& arguments) {
    auto& request = arguments.request;
    request.head.created = arguments.created;
    request.head.expires = arguments.created + arguments.validDays * kDay;
    request.partBytes =
        request.head.chunkBytes == 0 ? 0 : arguments.partSize - arguments.partSize % request.head.chunkBytes;
    const auto key = SigningKey::load(arguments.key);
    if (!key) {
        return fail(key.error());
    }
    const auto manifest = pack(request, *key);
    if (!manifest) {
        return fail(manifest.error());
    }
    print(*manifest);
    return EXIT_SUCCESS;
}

int runVerify(const Arguments& arguments) {
    TrustedKeys keys = compiledInKeys();
    if (!arguments.publicKeys.empty()) {
        keys = {};
    }
    for (const auto& hex : arguments.publicKeys) {
        const auto key = PublicKey::parse(hex);
        if (!key) {
            return fail(key.error());
        }
        keys.trusted.push_back(*key);
    }
    const auto manifest = verifyPackage(arguments.manifest, keys);
    if (!manifest) {
        return fail(manifest.error());
    }
    print(*manifest);
    return EXIT_SUCCESS;
}

}  // namespace

int main(int argumentCount, char** arguments) {
    Arguments values;
    const auto here = wantedHere({}, {}, {});
    values.request.head.product = "parlando";
    values.request.head.os = here.os;
    values.request.head.architecture = here.architecture;
    values.request.head.chunkBytes = kChunkBytes;
    values.request.compressionLevel = 6;
    values.request.libraryPatterns = defaultLibraryPatterns();
    values.partSize = 1'900'000'000;
    values.created = defaultTime();

    CLI::App app{"Makes, signs and checks Parlando's backend packages.", "parlando-pack"};
    app.footer(kExamples);
    app.require_subcommand(1);
    auto* keygen = app.add_subcommand("keygen", "Make a key pair: the secret key to a file, the public key to stdout");
    keygen->add_option("-o,--output", values.key, "File for the secret key; must not exist")->required();
    auto* build = app.add_subcommand("build", "Make a signed package of a folder");
    describeBuild(*build, values);
    auto* verify = app.add_subcommand("verify", "Check signature, digests and archives of a package");
    verify->add_option("manifest", values.manifest, "The .manifest.json; the rest lies beside it")->required();
    verify->add_option("--public-key", values.publicKeys, "Trust this key instead of those compiled in");
    // CLI11 reports by throwing, --help included; this is the seam.
    try {
        app.parse(argumentCount, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error, std::cout, std::cerr) == 0 ? EXIT_SUCCESS : kUsage;
    }
    return keygen->parsed() ? runKeygen(values) : build->parsed() ? runBuild(values) : runVerify(values);
}
