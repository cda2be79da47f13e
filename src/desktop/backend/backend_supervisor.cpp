#include "desktop/backend/backend_supervisor.h"

namespace parlando::desktop {

class BackendSupervisor::Implementation {
public:
    explicit Implementation(SupervisorConfig given)
        : config(std::move(given)), log(config.dataFolder / "logs" / "backend.log") {}

    SupervisorConfig config;
    BackendLog log;
    Snapshot snapshot;
};

BackendSupervisor::BackendSupervisor(SupervisorConfig config, QObject* parent)
    : QObject(parent), m_implementation(std::make_unique<Implementation>(std::move(config))) {}

BackendSupervisor::~BackendSupervisor() = default;

const Snapshot& BackendSupervisor::snapshot() const {
    return m_implementation->snapshot;
}

BackendLog& BackendSupervisor::log() {
    return m_implementation->log;
}

void BackendSupervisor::start() {}
void BackendSupervisor::stop() {}
void BackendSupervisor::restart() {}
void BackendSupervisor::switchTo(Variant) {}
void BackendSupervisor::retry() {}
void BackendSupervisor::setAddress(const QString&, quint16, const QString&) {}

}  // namespace parlando::desktop
