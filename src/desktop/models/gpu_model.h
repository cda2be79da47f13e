#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include "desktop/api/api_client.h"
#include "desktop/api/event_stream.h"
#include "desktop/models/gpu_panel.h"

namespace parlando::desktop {

class Drafts;
class Notices;

// The GPU Acceleration panel: which card there is, the package for it, and the switch. What is shown is
// decided by `gpuPanel`; this class gathers the facts and turns them into sentences.
class GpuModel : public QObject {
    Q_OBJECT
    Q_PROPERTY(Panel panel READ panel NOTIFY changed)
    Q_PROPERTY(QString cardName READ cardName NOTIFY changed)
    Q_PROPERTY(QString cardDetail READ cardDetail NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)
    Q_PROPERTY(double progress READ progress NOTIFY changed)
    Q_PROPERTY(bool progressKnown READ isProgressKnown NOTIFY changed)
    Q_PROPERTY(QString progressText READ progressText NOTIFY changed)
    Q_PROPERTY(QString progressDetail READ progressDetail NOTIFY changed)
    Q_PROPERTY(int step READ step NOTIFY changed)
    Q_PROPERTY(bool onGpu READ isOnGpu NOTIFY changed)
    Q_PROPERTY(bool canSwitch READ canSwitch NOTIFY changed)
    Q_PROPERTY(bool canRemove READ canRemove NOTIFY changed)
    Q_PROPERTY(QString speedText READ speedText NOTIFY changed)
    Q_PROPERTY(QString downloadText READ downloadText NOTIFY changed)

public:
    // As `GpuPanel`, in capital letters for QML.
    enum Panel {
        ServerDown,
        Looking,
        NoCard,
        Unusable,
        Offered,
        NoSpace,
        Downloading,
        Paused,
        DownloadFailed,
        Installed,
        UpdateOffered,
        Switching,
        Active,
        FellBack,
        Removing
    };
    Q_ENUM(Panel)

    GpuModel(ApiClient& api, Drafts& drafts, Notices& notices, QObject* parent = nullptr);

    Panel panel() const { return static_cast<Panel>(gpuPanel(m_facts)); }
    QString cardName() const;
    QString cardDetail() const;
    QString title() const;
    QString text() const;
    double progress() const;
    bool isProgressKnown() const;
    QString progressText() const;    // "1.2 GB of 2.4 GB"
    QString progressDetail() const;  // "12.5 MB/s, about 2 minutes left"
    // Of a switch: 0 ending the old engine, 1 starting the new one, 2 loading the voice, 3 proving it.
    int step() const;
    bool isOnGpu() const { return runsOnGpu(m_facts.backend); }
    bool canSwitch() const;
    bool canRemove() const;
    QString speedText() const;     // the speed gained, measured here; empty until both were measured
    QString downloadText() const;  // "Download 2.4 GB"

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void download();
    Q_INVOKABLE void pause();
    Q_INVOKABLE void cancel();
    Q_INVOKABLE void switchToGpu();
    Q_INVOKABLE void switchToCpu();
    Q_INVOKABLE void remove();
    Q_INVOKABLE void retryServer() { emit retryRequested(); }

    void setSnapshot(const Snapshot& snapshot);
    // What a generation took: seconds of speech made in a second, by the backend that runs.
    void noteSpeed(double secondsPerSecond);

signals:
    void changed();
    // Intents for whoever owns the backend.
    void switchRequested(parlando::desktop::Variant variant);
    void retryRequested();

private:
    void onProgress(const QJsonObject& event);
    void switchTo(Variant variant, GpuFacts::Switch underWay);
    enum class Listen { no, yes };  // to what the server tells of the download
    void send(const QString& path, Listen listen);

    ApiClient& m_api;
    Drafts& m_drafts;
    Notices& m_notices;
    GpuFacts m_facts;
    quint64 m_switchedFrom = 0;  // the generation of the process that was to be replaced
    EventStream m_events;
    QTimer m_polling;
    double m_cpuSpeed = 0.0;
    double m_gpuSpeed = 0.0;
};

}  // namespace parlando::desktop
