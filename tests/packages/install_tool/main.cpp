#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"
#include "packages/install.h"

// The server's and the application's part of a package's life, one step a run, so that tests can kill it anywhere:
//
//   package-steps install BACKENDS MANIFEST   installs the package of that manifest file; the parts lie beside it
//   package-steps start BACKENDS VERSION      sweeps, and says what a start of that version would run
//   package-steps confirm|fail|remove BACKENDS
namespace {

using namespace parlando;
using namespace parlando::packages;
namespace fs = std::filesystem;

std::int64_t now() {
    return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

Result<> installFrom(PackageStore& store, const fs::path& manifestPath) {
    PARLANDO_TRY_ASSIGN(const auto bytes, readFile(manifestPath, kMaximumManifestBytes));
    PARLANDO_TRY_ASSIGN(const auto signature, readFile(manifestPath.string() + ".sig", 4096));
    PARLANDO_TRY_ASSIGN(const auto claimed, manifestFrom(bytes));
    PARLANDO_TRY_ASSIGN(const auto accepted,
                        acceptManifest(bytes, signature, wantedHere(claimed.variant, claimed.flavour, claimed.version),
                                       compiledInKeys(), store, now()));
    FetchedLayers fetched;
    const auto present = layersPresent(store, accepted.content);
    for (const auto& layer : accepted.content.layers) {
        if (std::ranges::find(present, layer.sha256) == present.end()) {
            for (const auto& part : layer.parts) {
                fetched[layer.name].push_back(manifestPath.parent_path() / part.name);
            }
        }
    }
    const auto outcome = install(store, accepted, fetched);
    if (!outcome) {
        return failure(outcome.error().error);
    }
    fmt::print("installed {} {}\n", outcome->version, outcome->id.hex());
    return {};
}

Result<> start(PackageStore& store, const std::string& version) {
    store.sweep(std::chrono::system_clock::now());
    const auto decision = store.decide(version);
    fmt::print("{}\n{}\n", decision.launch ? decision.launch->executable.string() : "none", decision.reason);
    return {};
}

Result<> change(PackageStore& store, const std::string& step) {
    if (step == "remove") {
        return store.remove();
    }
    PARLANDO_TRY_ASSIGN(const auto active, store.active());
    if (!active) {
        return failure(ErrorCode::notFound, "no package is active");
    }
    return step == "confirm" ? store.confirm(active->package.id)
                             : store.fail(active->package.id, "it was asked to fail");
}

Result<> run(const std::vector<std::string>& arguments) {
    PARLANDO_TRY_ASSIGN(auto store, PackageStore::open(arguments[1]));
    if (arguments[0] == "install") {
        return installFrom(store, arguments.at(2));
    }
    return arguments[0] == "start" ? start(store, arguments.at(2)) : change(store, arguments[0]);
}

}  // namespace

int main(int argumentCount, char** arguments) {
    if (argumentCount < 3) {
        fmt::print(stderr, "usage: package-steps install|start|confirm|fail|remove BACKENDS [MANIFEST|VERSION]\n");
        return 64;
    }
    const auto outcome = run({arguments + 1, arguments + argumentCount});
    if (!outcome) {
        fmt::print(stderr, "package-steps: {}\n", outcome.error().message);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
