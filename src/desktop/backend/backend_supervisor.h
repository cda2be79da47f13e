#pragma once

#include <filesystem>
#include <memory>

#include <QObject>

#include "desktop/backend/backend_log.h"
#include "desktop/backend/deadlines.h"
#include "desktop/backend/snapshot.h"

namespace parlando::desktop {

struct SupervisorConfig {
    std::filesystem::path dataFolder;     // given to the backend; holds backends/ and logs/
    std::filesystem::path programFolder;  // where the bundled parlando-server lies
    QString host = "127.0.0.1";           // to listen on
    quint16 port = 0;                     // 0: the default, or a free one if that is taken
    QString apiKey;                       // needed as soon as other machines can reach `host`
    Deadlines deadlines;
};

// Keeps one backend process running: chooses it, starts it, believes it only after checking, restarts it,
// falls back to the CPU, ends it. The one writer of all of that: every method is an intent that returns at
// once, what came of it is in the next snapshot.
//
// Lives on the main thread and must be created there: Linux ends a child when the thread that started it
// ends. The destructor ends the process, without draining.
class BackendSupervisor : public QObject {
    Q_OBJECT

public:
    explicit BackendSupervisor(SupervisorConfig config, QObject* parent = nullptr);
    ~BackendSupervisor() override;

    const Snapshot& snapshot() const;
    BackendLog& log();

public slots:
    // Wants a backend. Nothing happens if one runs or is on its way.
    void start();
    // Wants none: drains and ends the process.
    void stop();
    // Ends the process and starts the backend that is then the right one.
    void restart();
    // Remembers the choice, across restarts of the app as well, and restarts if another backend is the right
    // one now. Asking for `cuda` or `automatic` also forgives that backend's past failures.
    void switchTo(parlando::desktop::Variant variant);
    // After `failed`, or to try a backend again that was given up: forgives all failures and starts.
    void retry();
    // Takes effect with the next start; `restart` applies it at once.
    void setAddress(const QString& host, quint16 port, const QString& apiKey);

signals:
    void snapshotChanged(const parlando::desktop::Snapshot& snapshot);

private:
    class Machine;
    std::unique_ptr<Machine> m_machine;
};

}  // namespace parlando::desktop
