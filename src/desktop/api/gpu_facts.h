#pragma once

#include <optional>
#include <vector>

#include <QJsonObject>
#include <QString>

namespace parlando::desktop {

// The answers of the server's /backend routes as plain values. Missing and wrong members become "unknown".

struct Gpu {
    QString name;
    QString computeCapability;  // "8.9"
    qint64 memoryBytes = 0;     // 0: unknown
    QString flavour;            // of the package that fits; empty: none
    QString problem;            // why none fits, a sentence
};

// GET /backend/gpus
struct GpuSurvey {
    QString driver;         // version; empty: none
    std::vector<Gpu> gpus;  // NVIDIA's
    QString problem;        // why there is no usable card at all, a sentence

    // The first card that a package fits; null if there is none.
    const Gpu* usable() const;
};
GpuSurvey gpuSurveyFrom(const QJsonObject& json);

// An event of GET /backend/cuda-progress, and `download_progress` of the status.
struct DownloadProgress {
    enum class Stage { none, checking, downloading, verifying, unpacking, testing, complete, failed, cancelled };
    Stage stage = Stage::none;
    qint64 current = 0;              // bytes
    qint64 total = 0;                // bytes; 0: not known yet
    double rate = 0.0;               // bytes a second; 0: unknown
    double remainingSeconds = -1.0;  // negative: unknown
    QString error;

    bool isRunning() const { return stage >= Stage::checking && stage <= Stage::testing; }
    double fraction() const { return total > 0 ? static_cast<double>(current) / static_cast<double>(total) : 0.0; }
};
DownloadProgress downloadProgressFrom(const QJsonObject& json);

// GET /backend/cuda-status
struct PackageStatus {
    bool installed = false;
    bool downloading = false;
    QString version;           // of the installed package
    qint64 downloadBytes = 0;  // still to be fetched for the package that fits; 0: unknown
    qint64 unpackedBytes = 0;
    qint64 freeBytes = -1;  // on the disk of the data folder; negative: unknown
    bool updateAvailable = false;
    bool partial = false;  // an earlier download left something to go on from
    std::optional<DownloadProgress> progress;
};
PackageStatus packageStatusFrom(const QJsonObject& json);

}  // namespace parlando::desktop
