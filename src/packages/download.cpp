#include "packages/download.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <random>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "packages/chunk_file.h"
#include "packages/layer_fetch.h"

namespace parlando::packages {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaximumSignature = 4096;  // bytes
constexpr int kFirstContactAttempts = 3;         // somebody waits for the answer: is there something to download?

// A small file in memory.
class TextSink : public net::Sink {
public:
    const std::string& text() const { return m_text; }

    net::Outcome<> begin(const net::Body&) override {
        m_text.clear();
        return {};
    }
    net::Outcome<> write(std::span<const std::byte> bytes) override {
        m_text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    }

private:
    std::string m_text;
};

net::Outcome<std::string> fetchText(net::Transfers& transfers, const net::RetryPolicy& policy, const std::string& url,
                                    std::uint64_t limit) {
    std::minstd_rand random{std::random_device{}()};
    for (int attempt = 1;; ++attempt) {
        TextSink sink;
        net::Request request{url};
        request.limit = limit;
        transfers.start(std::move(request), sink);
        const auto outcome = transfers.run(Clock::time_point::max()).at(0).outcome;
        if (outcome) {
            return sink.text();
        }
        const auto failure = outcome.error().context(net::withoutSecrets(url));
        const double jitter = std::uniform_real_distribution<double>(0, 1)(random);
        const auto decision = net::decideRetry(policy, failure, attempt, jitter);
        if (decision.next != net::Next::retry) {
            return tl::unexpected(failure);
        }
        spdlog::warn("{}", failure.message);
        transfers.run(Clock::now() + decision.delay);
        if (transfers.stopRequested()) {
            return net::fail(net::Problem::cancelled, "cancelled");
        }
    }
}

net::Outcome<FetchedManifest> fetchFrom(const DownloadSettings& settings, std::size_t source, net::Transfers& transfers,
                                        const std::string& name, const ManifestVerifier& verify) {
    auto policy = settings.retry;
    policy.attempts = std::min(policy.attempts, kFirstContactAttempts);
    const auto url = net::join(settings.sources[source], name);
    auto bytes = fetchText(transfers, policy, url, kMaximumManifestBytes);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    auto signature = fetchText(transfers, policy, url + ".sig", kMaximumSignature);
    if (!signature) {
        return tl::unexpected(signature.error());
    }
    auto accepted = verify(std::move(*bytes), std::move(*signature));
    if (!accepted) {
        return net::fail(net::Problem::untrusted,
                         fmt::format("{}: {}", net::withoutSecrets(url), accepted.error().message));
    }
    return FetchedManifest{std::move(*accepted), source};
}

}  // namespace

net::Outcome<DownloadSettings> downloadSettings(std::string_view releaseUrls,
                                                const std::filesystem::path& certificates) {
    DownloadSettings settings;
    settings.network.policy =
        net::UrlPolicy({"github.com", "objects.githubusercontent.com", "release-assets.githubusercontent.com"});
    settings.network.certificates = certificates;
    settings.sources = net::addressesIn(releaseUrls);
    for (const auto& url : settings.sources) {
        if (auto admitted = settings.network.policy.admit(url); !admitted) {
            return tl::unexpected(admitted.error());
        }
    }
    if (settings.sources.empty()) {
        return net::fail(net::Problem::forbiddenAddress, "there is no address to download from");
    }
    return settings;
}

net::Outcome<FetchedManifest> fetchManifest(const DownloadSettings& settings, const std::string& name,
                                            const ManifestVerifier& verify, const std::stop_token& stop) {
    net::Transfers transfers(settings.network, stop);
    std::optional<net::Failure> first;  // the first source is the one that people expect to work
    for (std::size_t source = 0; source < settings.sources.size(); ++source) {
        auto fetched = fetchFrom(settings, source, transfers, name, verify);
        if (fetched || fetched.error().problem == net::Problem::cancelled) {
            return fetched;
        }
        spdlog::warn("{}", fetched.error().message);
        first = first.value_or(fetched.error());
    }
    if (settings.sources.size() > 1) {
        first->message += fmt::format(" (and the other {} sources failed as well)", settings.sources.size() - 1);
    }
    return tl::unexpected(*first);
}

net::Outcome<std::vector<std::filesystem::path>> fetchLayers(const DownloadSettings& settings, std::size_t firstSource,
                                                             const Manifest& manifest,
                                                             std::span<const Layer* const> layers,
                                                             const std::filesystem::path& folder,
                                                             const OnProgress& onProgress,
                                                             const std::stop_token& stop) {
    const auto total = std::accumulate(layers.begin(), layers.end(), std::uint64_t{0},
                                       [](std::uint64_t sum, const Layer* layer) { return sum + layer->size; });
    ProgressMeter meter(onProgress);
    meter.begin(Phase::checking, 0, total);
    std::vector<ChunkFile> files;
    std::uint64_t checked = 0;
    std::uint64_t present = 0;
    for (const Layer* layer : layers) {
        auto file = ChunkFile::open(folder, *layer, manifest.chunkBytes);
        if (!file) {
            return tl::unexpected(file.error());
        }
        if (auto outcome = file->check(stop, [&](std::uint64_t bytes) { meter.update(checked + bytes); }); !outcome) {
            return tl::unexpected(outcome.error());
        }
        checked += layer->size;
        present += file->bytes();
        files.push_back(std::move(*file));
    }
    meter.end();

    meter.begin(Phase::downloading, present, total);
    net::Transfers transfers(settings.network, stop);
    std::vector<std::filesystem::path> paths;
    for (auto& file : files) {
        const std::uint64_t others = present - file.bytes();
        LayerFetch fetch(settings, firstSource, file, transfers,
                         [&](std::uint64_t bytes) { meter.update(others + bytes); });
        auto outcome = fetch.run();
        outcome = outcome ? file.finish() : outcome;
        if (!outcome) {
            return tl::unexpected(outcome.error().context(file.layer().name));
        }
        present = others + file.bytes();
        paths.push_back(file.path());
    }
    meter.end();
    return paths;
}

}  // namespace parlando::packages
