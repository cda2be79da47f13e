#include "server/backend/installer.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "packages/acceptance.h"
#include "packages/download.h"
#include "packages/install.h"
#include "packages/plan.h"
#include "packages/progress.h"
#include "server/gpu/flavours.h"

namespace parlando::server {
namespace {

namespace fs = std::filesystem;
using Offer = packages::FetchedManifest;
using packages::Layer;

// An archive may be damaged on the disk between its download and its unpacking. The download then fetches the
// chunks that are wrong; a disk that does it again is broken.
constexpr int kUnpackAttempts = 2;

std::int64_t secondsNow() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

DownloadProgress progressOf(DownloadStage stage, const packages::Progress& progress) {
    return {stage, progress.bytes, progress.total, progress.bytesPerSecond, progress.remaining};
}

DownloadStage stageOf(packages::Phase phase) {
    return phase == packages::Phase::checking ? DownloadStage::verifying : DownloadStage::downloading;
}

packages::GraphicsFacts factsOf(const GraphicsSurvey& survey) {
    packages::GraphicsFacts facts{survey.nvidia.driver, {}};
    for (const auto& card : survey.nvidia.cards) {
        facts.computeCapabilities.push_back(card.computeCapability);
    }
    return facts;
}

// One installation, from its beginning to its end.
class Run {
public:
    Run(packages::PackageStore& store, const DownloadJob::Report& report, const std::stop_token& stop)
        : m_store(store), m_report(report), m_stop(stop) {}

    Result<Offer> findOffer(const BackendInstaller::Config& config, const GraphicsSurvey& survey);
    bool isInstalled(const Offer& offer, const std::string& version) const;
    Result<packages::Plan> plan(const Offer& offer) const;
    Result<> bring(const Offer& offer, const std::vector<const Layer*>& layers);

private:
    tl::expected<void, packages::InstallFailure> unpack(const Offer& offer, const packages::FetchedLayers& fetched);

    packages::PackageStore& m_store;
    const DownloadJob::Report& m_report;
    const std::stop_token& m_stop;
    std::optional<packages::DownloadSettings> m_settings;
};

Result<Offer> Run::findOffer(const BackendInstaller::Config& config, const GraphicsSurvey& survey) {
    PARLANDO_TRY_ASSIGN(const auto flavour, flavourFor(survey));
    auto settings = packages::downloadSettings(config.releaseUrls);
    if (!settings) {
        return failure(settings.error().error().context("PARLANDO_RELEASE_URL"));
    }
    m_settings = std::move(*settings);
    const auto wanted = packages::wantedHere("cuda", flavour, config.version);
    const auto name = packages::manifestName(wanted.variant, wanted.flavour, wanted.os, wanted.architecture);
    const auto verify = [&](std::string bytes, std::string signature) {
        return packages::acceptManifest(std::move(bytes), std::move(signature), wanted, config.keys, m_store,
                                        secondsNow());
    };
    auto offer = packages::fetchManifest(*m_settings, name, verify, m_stop);
    if (!offer) {
        return failure(offer.error().error());
    }
    PARLANDO_TRY(packages::checkGraphics(offer->accepted.content, factsOf(survey)));
    return std::move(*offer);
}

bool Run::isInstalled(const Offer& offer, const std::string& version) const {
    const auto decision = m_store.decide(version);
    return decision.launch && decision.launch->package.id == offer.accepted.id;
}

Result<packages::Plan> Run::plan(const Offer& offer) const {
    const auto& manifest = offer.accepted.content;
    auto plan = packages::planDownload(manifest, packages::layersPresent(m_store, manifest), m_store.parts());
    if (!plan) {
        return failure(plan.error().error());
    }
    return std::move(*plan);
}

tl::expected<void, packages::InstallFailure> Run::unpack(const Offer& offer, const packages::FetchedLayers& fetched) {
    packages::ProgressMeter meter(
        [&](const packages::Progress& progress) { m_report(progressOf(DownloadStage::unpacking, progress)); });
    packages::InstallOptions options;
    options.stop = m_stop;
    options.progress = [&, begun = false](const packages::InstallProgress& progress) mutable {
        if (!std::exchange(begun, true)) {
            meter.begin(packages::Phase::checking, 0, progress.total);
        }
        meter.update(progress.done);
    };
    m_report({DownloadStage::unpacking});
    const auto installed = packages::install(m_store, offer.accepted, fetched, options);
    if (!installed) {
        return tl::unexpected(installed.error());
    }
    return {};
}

Result<> Run::bring(const Offer& offer, const std::vector<const Layer*>& layers) {
    for (int attempt = 1;; ++attempt) {
        const auto archives = packages::fetchLayers(
            *m_settings, offer.source, offer.accepted.content, layers, m_store.parts(),
            [&](const packages::Progress& progress) { m_report(progressOf(stageOf(progress.phase), progress)); },
            m_stop);
        if (!archives) {
            return failure(archives.error().error().context("downloading"));
        }
        packages::FetchedLayers fetched;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            fetched[layers[i]->name] = {(*archives)[i]};
        }
        const auto unpacked = unpack(offer, fetched);
        if (unpacked) {
            for (const auto& archive : *archives) {
                std::error_code ignored;  // a sweep removes it later
                fs::remove(archive, ignored);
            }
            return {};
        }
        const auto& problem = unpacked.error();
        if (!problem.badChunk || attempt == kUnpackAttempts) {
            return failure(problem.error.context("unpacking"));
        }
        spdlog::warn("{}; fetching that again", problem.error.message);
    }
}

}  // namespace

Result<> BackendInstaller::run(const DownloadJob::Report& report, const std::stop_token& stop) {
    Run run(m_store, report, stop);
    const auto offer = run.findOffer(m_config, m_probe.survey());
    if (!offer) {
        return failure(offer.error().context("checking"));
    }
    if (run.isInstalled(*offer, m_config.version)) {
        return {};
    }
    const auto plan = run.plan(*offer);
    if (!plan) {
        return failure(plan.error().context("checking"));
    }
    m_fetch = plan->fetchBytes;
    m_unpacked = plan->needBytes > plan->fetchBytes ? plan->needBytes - plan->fetchBytes : 0;
    PARLANDO_TRY(run.bring(*offer, plan->layers));
    m_fetch = 0;
    return {};
}

}  // namespace parlando::server
