#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include <pthread.h>

#include <CLI/CLI.hpp>

#include "base/log.h"
#include "packages/download.h"
#include "packages/plan.h"

using namespace parlando;
using namespace parlando::packages;

// Prints a line for each event on stdout: `manifest`, `progress PHASE BYTES TOTAL`, `complete PATH`, or
// `failed PROBLEM MESSAGE`; `cancelled` comes after SIGTERM. The manifest is a text of its own, trusted if its
// signature is its SHA-256: real manifests and signatures have tests elsewhere.
namespace {

Result<AcceptedManifest> parse(std::string bytes, std::string signature) {
    const auto digest = Sha256::of(std::as_bytes(std::span(bytes)));
    if (signature != digest.hex()) {
        return failure(ErrorCode::corrupt, "the signature does not fit");
    }
    Manifest manifest;
    std::istringstream lines(bytes);
    std::string kind;
    std::string name;
    std::string hash;
    std::uint64_t size = 0;
    while (lines >> kind >> name >> size >> hash) {
        PARLANDO_TRY_ASSIGN(const auto sha256, Sha256Digest::parse(hash));
        if (kind == "layer") {
            manifest.layers.emplace_back();
            manifest.layers.back().name = name;
            manifest.layers.back().size = size;
            manifest.layers.back().sha256 = sha256;
        } else if (kind == "part") {
            manifest.layers.back().parts.push_back({name, size, sha256});
        } else {
            manifest.chunkBytes = std::max(manifest.chunkBytes, size);
            manifest.layers.back().chunks.push_back(sha256);
        }
    }
    return AcceptedManifest{std::move(bytes), std::move(signature), digest, std::move(manifest)};
}

int finish(const net::Failure& failure) {
    std::printf("failed %s %s\n", std::string(net::nameOf(failure.problem)).c_str(), failure.message.c_str());
    return 1;
}

int run(const DownloadSettings& settings, const std::string& name, const std::filesystem::path& folder,
        const std::stop_token& stop) {
    const auto fetched = fetchManifest(settings, name, parse, stop);
    if (!fetched) {
        return finish(fetched.error());
    }
    std::puts("manifest");
    const auto plan = planDownload(fetched->accepted.content, {}, folder);
    if (!plan) {
        return finish(plan.error());
    }
    const auto onProgress = [](const Progress& progress) {
        std::printf("progress %s %lu %lu\n", progress.phase == Phase::checking ? "checking" : "downloading",
                    progress.bytes, progress.total);
    };
    const auto paths =
        fetchLayers(settings, fetched->source, fetched->accepted.content, plan->layers, folder, onProgress, stop);
    if (!paths) {
        return finish(paths.error());
    }
    for (const auto& path : *paths) {
        std::printf("complete %s\n", path.c_str());
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    CLI::App app("Downloads one package");
    std::string sources;
    std::string name;
    std::filesystem::path folder;
    std::filesystem::path certificates;
    std::size_t connections = 4;
    std::string level = "warn";
    int stall = 25'000;
    int firstDelay = 1'000;
    app.add_option("--sources", sources)->required();
    app.add_option("--manifest", name)->required();
    app.add_option("--folder", folder)->required();
    app.add_option("--certificates", certificates);
    app.add_option("--connections", connections);
    app.add_option("--log-level", level);
    app.add_option("--stall-ms", stall);
    app.add_option("--first-delay-ms", firstDelay);
    CLI11_PARSE(app, count, arguments);
    (void)log::start(level);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);

    // SIGTERM is taken by a thread of its own, so that it can request the stop.
    sigset_t termination;
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &termination, nullptr);
    std::stop_source stop;
    std::thread([&stop, termination] {
        int signal = 0;
        ::sigwait(&termination, &signal);
        stop.request_stop();
    }).detach();

    auto settings = downloadSettings(sources, certificates);
    if (!settings) {
        return finish(settings.error());
    }
    settings->connections = connections;
    settings->network.stallTimeout = std::chrono::milliseconds(stall);
    settings->network.stallBytes = static_cast<std::uint64_t>(stall);  // 1 KiB/s, about
    settings->retry.firstDelay = std::chrono::milliseconds(firstDelay);
    return run(*settings, name, folder, stop.get_token());
}
