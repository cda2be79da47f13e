#include "desktop/models/gpu_model.h"

#include <chrono>

#include <QJsonObject>
#include <QLocale>

#include "desktop/drafts.h"
#include "desktop/models/notices.h"
#include "desktop/models/presentation.h"

namespace parlando::desktop {
namespace {

constexpr auto kPollInterval = std::chrono::seconds(10);
constexpr const char* kDraft = "gpu";
constexpr double kWeightOfNews = 0.3;  // of a measurement beside those before it

using Stage = DownloadProgress::Stage;

void blend(double& average, double value) {
    average = average == 0.0 ? value : average + kWeightOfNews * (value - average);
}

}  // namespace

GpuModel::GpuModel(ApiClient& api, Drafts& drafts, Notices& notices, QObject* parent)
    : QObject(parent), m_api(api), m_drafts(drafts), m_notices(notices), m_events(api, "/backend/cuda-progress") {
    const auto draft = m_drafts.draft(kDraft);
    m_cpuSpeed = draft.value("cpu_speed").toDouble();
    m_gpuSpeed = draft.value("gpu_speed").toDouble();
    m_polling.setInterval(kPollInterval);
    connect(&m_polling, &QTimer::timeout, this, &GpuModel::refresh);
    connect(&m_api, &ApiClient::addressChanged, this, &GpuModel::refresh);
    connect(&m_events, &EventStream::received, this, &GpuModel::onProgress);
}

void GpuModel::refresh() {
    if (!m_api.isConnected()) {
        return;
    }
    m_polling.start();
    m_api.get("/backend/gpus", this, [this](const ApiClient::Answer& answer) {
        if (answer) {
            m_facts.survey = gpuSurveyFrom(answer->toObject());
            emit changed();
        }
    });
    m_api.get("/backend/cuda-status", this, [this](const ApiClient::Answer& answer) {
        if (!answer) {
            return;
        }
        m_facts.package = packageStatusFrom(answer->toObject());
        if (m_facts.package->progress) {
            m_facts.download = *m_facts.package->progress;
        }
        if (m_facts.package->downloading) {
            m_events.start();
        }
        emit changed();
    });
}

void GpuModel::setSnapshot(const Snapshot& snapshot) {
    m_facts.backend = snapshot;
    const bool isNew = snapshot.generation != m_switchedFrom;
    const bool settled = snapshot.phase == Phase::failed || (snapshot.phase == Phase::ready && isNew);
    if (m_facts.underWay != GpuFacts::Switch::none && settled) {
        const bool toGpu = m_facts.underWay == GpuFacts::Switch::toGpu;
        m_facts.underWay = GpuFacts::Switch::none;
        if (toGpu && runsOnGpu(snapshot)) {
            m_notices.show(Notices::Success, tr("Parlando now speaks on the GPU."));
        } else if (!toGpu && snapshot.phase == Phase::ready) {
            m_notices.show(Notices::Success,
                           tr("Parlando now speaks on the CPU. The GPU package stays for next time."));
        }
    }
    emit changed();
}

void GpuModel::onProgress(const QJsonObject& event) {
    m_facts.download = downloadProgressFrom(event);
    if (!m_facts.download.isRunning()) {
        m_events.stop();
        if (m_facts.download.stage == Stage::complete) {
            m_facts.pause = GpuFacts::Pause::no;
            m_notices.show(Notices::Success, tr("The GPU package is ready."),
                           {tr("Switch to the GPU"), [this] { switchToGpu(); }, {}});
        }
        refresh();
    }
    emit changed();
}

QString GpuModel::cardName() const {
    if (m_facts.survey && !m_facts.survey->gpus.empty()) {
        const auto* usable = m_facts.survey->usable();
        return usable != nullptr ? usable->name : m_facts.survey->gpus.front().name;
    }
    return m_facts.survey ? tr("No NVIDIA graphics card") : QString();
}

QString GpuModel::cardDetail() const {
    if (!m_facts.survey || m_facts.survey->gpus.empty()) {
        return {};
    }
    const auto* usable = m_facts.survey->usable();
    const auto& gpu = usable != nullptr ? *usable : m_facts.survey->gpus.front();
    QStringList parts;
    if (gpu.memoryBytes > 0) {
        parts << tr("%1 memory").arg(QLocale().formattedDataSize(gpu.memoryBytes, 0));
    }
    if (!m_facts.survey->driver.isEmpty()) {
        parts << tr("driver %1").arg(m_facts.survey->driver);
    }
    if (!gpu.computeCapability.isEmpty()) {
        parts << tr("compute capability %1").arg(gpu.computeCapability);
    }
    if (!gpu.flavour.isEmpty()) {
        parts << tr("package %1").arg(gpu.flavour);
    }
    return parts.join(QStringLiteral(" · "));
}

QString GpuModel::title() const {
    switch (gpuPanel(m_facts)) {
        case GpuPanel::serverDown:
            return tr("The speech server is not running");
        case GpuPanel::looking:
            return tr("Looking for a graphics card…");
        case GpuPanel::noCard:
            return tr("Your computer speaks on its processor");
        case GpuPanel::unusable:
            return tr("This graphics card cannot be used");
        case GpuPanel::offered:
            return tr("Faster speech with your graphics card");
        case GpuPanel::noSpace:
            return tr("Not enough free space");
        case GpuPanel::downloading:
            switch (m_facts.download.stage) {
                case Stage::checking:
                    return tr("Preparing the download…");
                case Stage::verifying:
                    return tr("Verifying the package…");
                case Stage::unpacking:
                    return tr("Unpacking…");
                case Stage::testing:
                    return tr("Testing on the graphics card…");
                default:
                    return tr("Downloading the GPU package…");
            }
        case GpuPanel::paused:
            return tr("Download paused");
        case GpuPanel::downloadFailed:
            return tr("The download did not finish");
        case GpuPanel::installed:
            return tr("GPU package installed");
        case GpuPanel::updateOffered:
            return tr("A small update for the GPU package");
        case GpuPanel::switching:
            return m_facts.underWay == GpuFacts::Switch::toCpu ? tr("Switching to the CPU…")
                                                               : tr("Switching to the GPU…");
        case GpuPanel::active:
            return tr("GPU acceleration is on");
        case GpuPanel::fellBack:
            return tr("The GPU could not be used");
        case GpuPanel::removing:
            return tr("Removing the GPU package…");
    }
    return {};
}

QString GpuModel::text() const {
    const auto& survey = m_facts.survey;
    const auto& package = m_facts.package;
    switch (gpuPanel(m_facts)) {
        case GpuPanel::serverDown:
            return m_facts.backend.problem;
        case GpuPanel::looking:
            return {};
        case GpuPanel::noCard:
            return survey->problem.isEmpty()
                       ? tr("No NVIDIA card was found. Nothing is missing: every feature works without one.")
                       : survey->problem;
        case GpuPanel::unusable:
            return survey->problem.isEmpty() ? survey->gpus.front().problem : survey->problem;
        case GpuPanel::offered:
            if (package->downloadBytes == 0) {
                return tr(
                    "The package is downloaded once, verified, and tried before it is used. Until then, and whenever "
                    "you "
                    "like, speech runs on the CPU.");
            }
            return tr("The package is a download of %1 and needs %2 of disk space; %3 are free. It is verified, and "
                      "tried before "
                      "it is used.")
                .arg(sizeText(package->downloadBytes), sizeText(neededBytes(*package)), sizeText(package->freeBytes));
        case GpuPanel::noSpace:
            return tr("The GPU package needs %1, and %2 are free. Free some space, then check again.")
                .arg(sizeText(neededBytes(*package)), sizeText(package->freeBytes));
        case GpuPanel::downloading:
            return tr("You can go on working: nothing changes until you switch.");
        case GpuPanel::paused:
            return tr("What was downloaded is kept, and the download goes on from there.");
        case GpuPanel::downloadFailed:
            return m_facts.download.error;
        case GpuPanel::installed:
            return tr(
                "Speech runs on the CPU now. Switching takes a few seconds, and your text and audio stay as they are.");
        case GpuPanel::updateOffered:
            return tr("The installed package is of version %1. Only what has changed is downloaded: %2.")
                .arg(package->version, sizeText(package->downloadBytes));
        case GpuPanel::switching:
            return tr("Your text, your audio and this page stay as they are.");
        case GpuPanel::active:
            return tr("The running engine has passed its self-test on the card in %1 ms.")
                .arg(QLocale().toString(m_facts.backend.selfTestMilliseconds, 'f', 0));
        case GpuPanel::fellBack:
            return m_facts.backend.fallback;
        case GpuPanel::removing:
            return {};
    }
    return {};
}

double GpuModel::progress() const {
    return m_facts.underWay == GpuFacts::Switch::none ? m_facts.download.fraction() : m_facts.backend.progress;
}

bool GpuModel::isProgressKnown() const {
    return m_facts.download.total > 0;
}

QString GpuModel::progressText() const {
    const auto& download = m_facts.download;
    if (download.total == 0) {
        return {};
    }
    return tr("%1 of %2").arg(sizeText(download.current), sizeText(download.total));
}

QString GpuModel::progressDetail() const {
    const auto& download = m_facts.download;
    if (!download.isRunning() || download.rate <= 0.0) {
        return {};
    }
    if (download.remainingSeconds < 0.0) {
        return rateText(download.rate);
    }
    return tr("%1, %2 left").arg(rateText(download.rate), aboutText(download.remainingSeconds));
}

int GpuModel::step() const {
    const auto& backend = m_facts.backend;
    if (backend.generation == m_switchedFrom) {
        return 0;
    }
    switch (backend.phase) {
        case Phase::loading:
            return backend.progress < 1.0 ? 2 : 3;
        case Phase::ready:
            return 4;
        default:
            return 1;
    }
}

bool GpuModel::canSwitch() const {
    return m_facts.package && m_facts.package->installed && m_facts.underWay == GpuFacts::Switch::none &&
           m_facts.removal == GpuFacts::Removal::no;
}

bool GpuModel::canRemove() const {
    return canSwitch() && !isOnGpu();
}

QString GpuModel::speedText() const {
    if (m_cpuSpeed <= 0.0 || m_gpuSpeed <= 0.0) {
        return {};
    }
    return tr("Measured on this computer: %1 times as fast as the CPU.")
        .arg(QLocale().toString(m_gpuSpeed / m_cpuSpeed, 'f', 1));
}

QString GpuModel::downloadText() const {
    const auto bytes = m_facts.package ? m_facts.package->downloadBytes : 0;
    return bytes > 0 ? tr("Download %1").arg(sizeText(bytes)) : tr("Download");
}

void GpuModel::send(const QString& path, Listen listen) {
    m_api.post(path, {}, this, [this, listen](const ApiClient::Answer& answer) {
        // Not before: whoever comes late is told all that counts, whoever comes early the end of an earlier download.
        if (answer && listen == Listen::yes) {
            m_events.start();
        }
        if (!answer && answer.error().code != ErrorCode::cancelled) {
            m_facts.download.stage = Stage::failed;
            m_facts.download.error = sentence(answer.error());
            emit changed();
        }
        refresh();
    });
}

void GpuModel::download() {
    m_facts.pause = GpuFacts::Pause::no;
    m_facts.download = {};
    m_facts.download.stage = Stage::checking;
    emit changed();
    send("/backend/download-cuda", Listen::yes);
}

void GpuModel::pause() {
    m_facts.pause = GpuFacts::Pause::requested;
    m_facts.download.stage = Stage::cancelled;
    m_events.stop();
    emit changed();
    send("/backend/cancel-download", Listen::no);
}

void GpuModel::cancel() {
    m_facts.pause = GpuFacts::Pause::no;
    m_facts.download = {};
    m_events.stop();
    emit changed();
    send("/backend/cancel-download?discard=true", Listen::no);
}

void GpuModel::switchTo(Variant variant, GpuFacts::Switch underWay) {
    m_facts.underWay = underWay;
    m_switchedFrom = m_facts.backend.generation;
    emit changed();
    emit switchRequested(variant);
}

void GpuModel::switchToGpu() {
    if (canSwitch() && !isOnGpu()) {
        switchTo(Variant::cuda, GpuFacts::Switch::toGpu);
    }
}

void GpuModel::switchToCpu() {
    if (isOnGpu() && m_facts.underWay == GpuFacts::Switch::none) {
        switchTo(Variant::cpu, GpuFacts::Switch::toCpu);
    }
}

void GpuModel::remove() {
    if (!canRemove()) {
        return;
    }
    m_facts.removal = GpuFacts::Removal::running;
    emit changed();
    m_api.remove("/backend/cuda", this, [this](const ApiClient::Answer& answer) {
        m_facts.removal = GpuFacts::Removal::no;
        m_facts.download = {};
        if (answer) {
            m_facts.package->installed = false;
            m_notices.show(Notices::Success, tr("The GPU package was removed."));
        } else {
            m_notices.show(Notices::Problem, sentence(answer.error()));
        }
        refresh();
        emit changed();
    });
}

void GpuModel::noteSpeed(double secondsPerSecond) {
    blend(isOnGpu() ? m_gpuSpeed : m_cpuSpeed, secondsPerSecond);
    m_drafts.set(kDraft, {{"cpu_speed", m_cpuSpeed}, {"gpu_speed", m_gpuSpeed}});
    emit changed();
}

}  // namespace parlando::desktop
