#include "desktop/api/gpu_facts.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QJsonArray>

namespace parlando::desktop {
namespace {

using Stage = DownloadProgress::Stage;

constexpr qsizetype kMaximumGpus = 64;
constexpr double kMaximumBytes = 1e15;  // what a number may be before we call it nonsense

constexpr std::array<std::pair<const char*, Stage>, 9> kStages{{{"checking", Stage::checking},
                                                                {"downloading", Stage::downloading},
                                                                {"verifying", Stage::verifying},
                                                                {"unpacking", Stage::unpacking},
                                                                {"extracting", Stage::unpacking},
                                                                {"testing", Stage::testing},
                                                                {"complete", Stage::complete},
                                                                {"error", Stage::failed},
                                                                {"cancelled", Stage::cancelled}}};

qint64 bytes(const QJsonObject& json, const char* name, qint64 otherwise = 0) {
    const auto value = json.value(QLatin1String(name));
    return value.isDouble() ? static_cast<qint64>(std::clamp(value.toDouble(), 0.0, kMaximumBytes)) : otherwise;
}

}  // namespace

const Gpu* GpuSurvey::usable() const {
    const auto found = std::ranges::find_if(gpus, [](const Gpu& gpu) { return !gpu.flavour.isEmpty(); });
    return found == gpus.end() ? nullptr : &*found;
}

GpuSurvey gpuSurveyFrom(const QJsonObject& json) {
    GpuSurvey survey;
    survey.driver = json.value("driver").toString();
    survey.problem = json.value("detail").toString();
    const auto list = json.value("gpus").toArray();
    for (qsizetype i = 0; i < std::min(list.size(), kMaximumGpus); ++i) {
        const auto gpu = list[i].toObject();
        survey.gpus.push_back({gpu.value("name").toString(), gpu.value("compute_capability").toString(),
                               bytes(gpu, "memory_bytes"), gpu.value("flavour").toString(),
                               gpu.value("detail").toString()});
    }
    return survey;
}

DownloadProgress downloadProgressFrom(const QJsonObject& json) {
    DownloadProgress progress;
    const auto status = json.value("status").toString();
    const auto stage =
        std::ranges::find_if(kStages, [&](const auto& entry) { return status == QLatin1String(entry.first); });
    progress.stage = stage == kStages.end() ? Stage::none : stage->second;
    progress.total = bytes(json, "total");
    progress.current = std::min(bytes(json, "current"), progress.total > 0 ? progress.total : qint64(kMaximumBytes));
    progress.rate = static_cast<double>(bytes(json, "rate"));
    progress.remainingSeconds = json.value("remaining_seconds").toDouble(-1.0);
    progress.error = json.value("error").toString();
    return progress;
}

PackageStatus packageStatusFrom(const QJsonObject& json) {
    PackageStatus status;
    status.downloading = json.value("downloading").toBool();
    status.version = json.value("version").toString();
    status.downloadBytes = bytes(json, "download_bytes");
    status.unpackedBytes = bytes(json, "unpacked_bytes");
    status.freeBytes = bytes(json, "free_bytes", -1);
    status.updateAvailable = json.value("update_available").toBool();
    // `available` says that it fits this version of the application.
    status.installed = json.value("available").toBool() || status.updateAvailable;
    status.partial = json.value("partial_bytes").toDouble() > 0.0;
    if (const auto progress = json.value("download_progress"); progress.isObject()) {
        status.progress = downloadProgressFrom(progress.toObject());
    }
    return status;
}

}  // namespace parlando::desktop
