#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include "desktop/backend/backend_log.h"
#include "desktop/backend/diagnosis.h"
#include "desktop/backend/process_group.h"
#include "protocol/startup.h"

namespace parlando::desktop {

struct Launch {
    std::filesystem::path program;
    QStringList arguments;
    QString apiKey;  // given in the environment, where other users cannot read it; empty: none
};

// One backend from exec to reaping. Its stdin is its lifeline, its stdout are start-up lines, its stderr goes
// to the log. Nothing that it writes can make this process grow or wait. Start it on the main thread.
class BackendProcess : public QObject {
    Q_OBJECT

public:
    BackendProcess(const Launch& launch, BackendLog& log, QObject* parent = nullptr);
    // Kills it, if it is still there.
    ~BackendProcess() override;

    void start();
    qint64 pid() const { return m_pid; }

    // Asks it to finish what it does and to end; SIGTERM comes after `drain`, SIGKILL `terminate` later.
    void end(std::chrono::milliseconds drain, std::chrono::milliseconds terminate);
    void kill();

signals:
    void said(const parlando::protocol::StartupLine& line);
    // It wrote to stdout what no server writes: an endless line, or far too much that means nothing.
    void babbled(const QString& what);
    // The last signal: the process is gone, and everything that it started.
    void ended(const parlando::desktop::Ending& ending);

private:
    void readLines();
    void readLine(const QByteArray& line);
    void finish(const Ending& ending);

    BackendLog& m_log;
    std::optional<ProcessGroup> m_group;
    QProcess m_process;
    QTimer m_patience;
    qint64 m_pid = 0;
    QByteArray m_unfinished;
    int m_meaningless = 0;  // lines
    enum class Hearing { listening, deaf } m_hearing = Hearing::listening;
};

}  // namespace parlando::desktop
