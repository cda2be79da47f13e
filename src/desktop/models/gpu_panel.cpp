#include "desktop/models/gpu_panel.h"

namespace parlando::desktop {
namespace {

constexpr qint64 kMargin = qint64{512} << 20;  // what should stay free

bool isChanging(Phase phase) {
    return phase == Phase::starting || phase == Phase::loading || phase == Phase::stopping || phase == Phase::waiting;
}

GpuPanel withPackage(const GpuFacts& facts) {
    if (facts.package->updateAvailable) {
        return GpuPanel::updateOffered;
    }
    const bool gpuWanted = facts.backend.wanted != Variant::cpu;
    return gpuWanted && !facts.backend.fallback.isEmpty() ? GpuPanel::fellBack : GpuPanel::installed;
}

GpuPanel withoutPackage(const GpuFacts& facts) {
    if (facts.pause == GpuFacts::Pause::requested || facts.download.stage == DownloadProgress::Stage::cancelled) {
        return facts.package->partial || facts.pause == GpuFacts::Pause::requested ? GpuPanel::paused
                                                                                   : GpuPanel::offered;
    }
    if (facts.download.stage == DownloadProgress::Stage::failed) {
        return GpuPanel::downloadFailed;
    }
    if (!facts.survey) {
        return GpuPanel::looking;
    }
    if (facts.survey->gpus.empty()) {
        return GpuPanel::noCard;
    }
    if (facts.survey->usable() == nullptr) {
        return GpuPanel::unusable;
    }
    if (facts.package->freeBytes >= 0 && facts.package->freeBytes < neededBytes(*facts.package)) {
        return GpuPanel::noSpace;
    }
    return facts.package->partial ? GpuPanel::paused : GpuPanel::offered;
}

}  // namespace

bool runsOnGpu(const Snapshot& backend) {
    return backend.phase == Phase::ready && backend.variant == "cuda" && backend.device == "cuda";
}

qint64 neededBytes(const PackageStatus& package) {
    return package.downloadBytes == 0 ? 0 : package.downloadBytes + package.unpackedBytes + kMargin;
}

GpuPanel gpuPanel(const GpuFacts& facts) {
    if (facts.removal == GpuFacts::Removal::running) {
        return GpuPanel::removing;
    }
    if (facts.underWay != GpuFacts::Switch::none) {
        return GpuPanel::switching;
    }
    // Nobody is asked to wait for a server that is not coming.
    if (facts.backend.phase == Phase::failed || facts.backend.phase == Phase::stopped) {
        return GpuPanel::serverDown;
    }
    if (facts.download.isRunning()) {
        return GpuPanel::downloading;
    }
    if (runsOnGpu(facts.backend)) {
        return facts.package && facts.package->updateAvailable ? GpuPanel::updateOffered : GpuPanel::active;
    }
    if (!facts.package || isChanging(facts.backend.phase)) {
        return GpuPanel::looking;
    }
    return facts.package->installed ? withPackage(facts) : withoutPackage(facts);
}

}  // namespace parlando::desktop
