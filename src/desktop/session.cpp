#include "desktop/session.h"

#include <QCoreApplication>

namespace parlando::desktop {
namespace {

SupervisorConfig configFor(const Options& options, const SettingsValues& settings) {
    SupervisorConfig config;
    config.dataFolder = options.dataFolder;
    config.programFolder = QCoreApplication::applicationDirPath().toStdString();
    // Without a key the server would refuse to be reached by others.
    const bool reachable = settings.networkAccess && !settings.apiKey.isEmpty();
    config.host = reachable ? "0.0.0.0" : "127.0.0.1";
    config.port = options.port != 0 ? options.port : static_cast<quint16>(settings.port);
    config.apiKey = qEnvironmentVariable("PARLANDO_API_KEY", reachable ? settings.apiKey : QString());
    return config;
}

}  // namespace

Result<std::unique_ptr<Session>> Session::open(const Options& options) {
    PARLANDO_TRY_ASSIGN(auto instance, SingleInstance::claim(options.dataFolder, options.face));
    return std::unique_ptr<Session>(new Session(options, std::move(instance)));
}

Session::Session(const Options& options, std::unique_ptr<SingleInstance> instance)
    : m_options(options),
      m_instance(std::move(instance)),
      m_settings(options.dataFolder),
      m_drafts(options.dataFolder),
      m_backend(configFor(options, m_settings.values())) {
    connect(m_instance.get(), &SingleInstance::raiseRequested, this, &Session::raiseRequested);
}

Session::~Session() = default;

void Session::end() {
    m_settings.flush();
    m_drafts.flush();
    connect(&m_backend, &BackendSupervisor::snapshotChanged, this, [this](const Snapshot& snapshot) {
        if (snapshot.phase == Phase::stopped) {
            emit ended();
        }
    });
    m_backend.stop();
    if (m_backend.snapshot().phase == Phase::stopped) {
        QMetaObject::invokeMethod(this, &Session::ended, Qt::QueuedConnection);
    }
}

}  // namespace parlando::desktop
