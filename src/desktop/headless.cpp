#include "desktop/headless.h"

#include <cstdio>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include "desktop/end_signals.h"
#include "desktop/session.h"
#include "protocol/exit_code.h"

namespace parlando::desktop {
namespace {

using protocol::ExitCode;

QString name(Phase phase) {
    switch (phase) {
        case Phase::stopped:
            return "stopped";
        case Phase::starting:
            return "starting";
        case Phase::loading:
            return "loading";
        case Phase::ready:
            return "ready";
        case Phase::waiting:
            return "waiting";
        case Phase::stopping:
            return "stopping";
        case Phase::failed:
            break;
    }
    return "failed";
}

void print(const Snapshot& snapshot) {
    QJsonObject line{{"phase", name(snapshot.phase)},
                     {"variant", snapshot.variant},
                     {"port", snapshot.port},
                     {"pid", snapshot.pid},
                     {"instance", snapshot.instance}};
    for (const auto& [key, sentence] :
         {std::pair{"problem", snapshot.problem}, std::pair{"fallback", snapshot.fallback},
          std::pair{"port_notice", snapshot.portNotice}}) {
        if (!sentence.isEmpty()) {
            line.insert(key, sentence);
        }
    }
    fmt::print("{}\n", QJsonDocument(line).toJson(QJsonDocument::Compact).toStdString());
    std::fflush(stdout);
}

ExitCode exitCodeFor(const Error& error) {
    return error.code == ErrorCode::busy ? ExitCode::dataFolderLocked : ExitCode::badConfiguration;
}

}  // namespace

int runHeadless(int& argumentCount, char** arguments, const Options& options) {
    const QCoreApplication application(argumentCount, arguments);
    auto session = Session::open(options);
    if (!session) {
        spdlog::error("{}", session.error().message);
        return static_cast<int>(exitCodeFor(session.error()));
    }
    BackendSupervisor& backend = (*session)->backend();
    const EndSignals endSignals;
    QObject::connect(&endSignals, &EndSignals::received, session->get(), &Session::end);
    QObject::connect(session->get(), &Session::ended, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    QObject::connect(&backend, &BackendSupervisor::snapshotChanged, &application,
                     [last = Phase::stopped](const Snapshot& snapshot) mutable {
                         if (snapshot.phase != last) {
                             last = snapshot.phase;
                             print(snapshot);
                         }
                         if (snapshot.phase == Phase::failed) {
                             QCoreApplication::exit(static_cast<int>(ExitCode::internal));
                         }
                     });
    // From within the event loop: what fails at once must be able to end it.
    QMetaObject::invokeMethod(&backend, &BackendSupervisor::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

}  // namespace parlando::desktop
