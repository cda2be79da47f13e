#include "desktop/backend/backend_supervisor.h"

#include <optional>
#include <utility>

#include <QCoreApplication>
#include <QThread>
#include <QThreadPool>
#include <QTimer>

#include "desktop/backend/backend_run.h"
#include "desktop/backend/installed_backends.h"
#include "desktop/backend/port_owner.h"
#include "protocol/exit_code.h"

namespace parlando::desktop {
namespace {

Moment now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Where this machine reaches a server that listens on `host`.
QString reachable(const QString& host) {
    return host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host;
}

}  // namespace

class BackendSupervisor::Machine : public QObject {
public:
    Machine(BackendSupervisor& owner, SupervisorConfig given);

    void start();
    void stop();
    void restart();
    void switchTo(Variant variant);
    void retry();

    SupervisorConfig config;
    BackendLog log;
    Snapshot snapshot;
    std::optional<quint16> port;  // that a restart asks for again; 0: any free one

private:
    void enter(Phase phase);
    void publish();

    void launch();
    QStringList arguments() const;
    void forgive();

    void greeted();
    void progressed();
    void ready();
    void restartRequested();
    void ended(const Ending& ending, const std::optional<Diagnosis>& conviction);
    void failed(const Diagnosis& diagnosis);
    void giveUp(const QString& problem);
    void nameStranger(quint16 taken);

    BackendSupervisor& m_owner;
    InstalledBackends m_installed;
    RestartPolicy m_policy;
    enum class Goal { rest, run } m_goal = Goal::rest;
    Backend m_backend;  // that runs, or ran last
    std::unique_ptr<BackendRun> m_run;
    QTimer m_delay;  // of `waiting`
    Snapshot m_published;
    QThreadPool m_workers;  // the last member: waits for them before the rest goes
};

BackendSupervisor::Machine::Machine(BackendSupervisor& owner, SupervisorConfig given)
    : config(std::move(given)),
      log(config.dataFolder / "logs" / "backend.log"),
      m_owner(owner),
      m_installed(config.dataFolder, config.programFolder),
      m_policy(m_installed.crashes()) {
    snapshot.wanted = m_installed.selected();
    snapshot.apiKey = config.apiKey;
    m_published = snapshot;
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &Machine::launch);
}

void BackendSupervisor::Machine::enter(Phase phase) {
    snapshot.phase = phase;
    publish();
}

void BackendSupervisor::Machine::publish() {
    if (snapshot != m_published) {
        m_published = snapshot;
        emit m_owner.snapshotChanged(m_published);
    }
}

// ---- Intents

void BackendSupervisor::Machine::start() {
    m_goal = Goal::run;
    if (snapshot.phase == Phase::stopped || snapshot.phase == Phase::failed) {
        launch();
    }
}

void BackendSupervisor::Machine::stop() {
    m_goal = Goal::rest;
    if (m_run) {
        m_run->end();
        enter(Phase::stopping);
    } else {
        m_delay.stop();
        enter(Phase::stopped);
    }
}

void BackendSupervisor::Machine::restart() {
    m_goal = Goal::run;
    if (m_run) {
        m_run->end();
        enter(Phase::stopping);
    } else {
        launch();
    }
}

void BackendSupervisor::Machine::switchTo(Variant variant) {
    if (variant != Variant::cpu) {
        forgive();
    }
    m_installed.select(variant);
    snapshot.wanted = variant;
    if (m_goal == Goal::run) {
        const Choice choice = chooseBackend(variant, m_installed.look());
        if (!m_run || !choice.backend || choice.backend->id != m_backend.id) {
            restart();
            return;
        }
        snapshot.fallback = QString::fromStdString(choice.reason);
    }
    publish();
}

void BackendSupervisor::Machine::retry() {
    forgive();
    restart();
}

void BackendSupervisor::Machine::forgive() {
    m_installed.forgive();
    m_policy.forgive();
}

// ---- Starting and ending

void BackendSupervisor::Machine::launch() {
    m_delay.stop();
    Choice choice = chooseBackend(snapshot.wanted, m_installed.look());
    snapshot.fallback = QString::fromStdString(choice.reason);
    if (!choice.backend) {
        giveUp(snapshot.fallback);
        return;
    }
    m_backend = std::move(*choice.backend);
    log.say("starting " + QString::fromStdString(m_backend.program.string()));
    const Launch launch{m_backend.program, arguments(), config.apiKey};
    m_run = std::make_unique<BackendRun>(m_backend, launch, reachable(config.host), config.deadlines, log);
    connect(m_run.get(), &BackendRun::greeted, this, &Machine::greeted);
    connect(m_run.get(), &BackendRun::progressed, this, &Machine::progressed);
    connect(m_run.get(), &BackendRun::ready, this, &Machine::ready);
    connect(m_run.get(), &BackendRun::restartRequested, this, &Machine::restartRequested);
    connect(m_run.get(), &BackendRun::ended, this, &Machine::ended);
    m_run->start();

    ++snapshot.generation;
    snapshot.variant = QString::fromStdString(m_backend.variant);
    snapshot.pid = m_run->pid();
    snapshot.apiKey = config.apiKey;
    snapshot.device.clear();
    snapshot.progress = 0;
    enter(Phase::starting);
}

QStringList BackendSupervisor::Machine::arguments() const {
    QStringList arguments{"--supervised", "--data-dir", QString::fromStdString(config.dataFolder.string()), "--host",
                          config.host};
    if (const quint16 asked = port.value_or(config.port); port || asked != 0) {
        arguments << "--port" << QString::number(asked);  // not given: the default, or a free one if it is taken
    }
    return arguments;
}

void BackendSupervisor::Machine::ended(const Ending& ending, const std::optional<Diagnosis>& conviction) {
    m_run.release()->deleteLater();  // it is the sender
    snapshot.pid = 0;
    const quint16 asked = port.value_or(config.port);
    const bool portTaken = ending.kind == Ending::Kind::exited &&
                           ending.number == static_cast<int>(protocol::ExitCode::portTaken) && asked != 0;
    if (m_goal == Goal::rest) {
        enter(Phase::stopped);
    } else if (conviction) {
        failed(*conviction);
    } else if (snapshot.phase == Phase::stopping) {
        launch();
    } else if (portTaken) {
        nameStranger(asked);
        port = 0;
        launch();
    } else {
        failed(diagnose(ending));
    }
}

// ---- What the backend says

void BackendSupervisor::Machine::greeted() {
    const auto& hello = m_run->handshake().hello();
    snapshot.host = reachable(config.host);
    snapshot.port = static_cast<quint16>(hello.port);
    snapshot.version = QString::fromStdString(hello.version);
    snapshot.instance = QString::fromStdString(hello.instance);
    port = snapshot.port;
    const quint16 asked = config.port != 0 ? config.port : quint16{protocol::kDefaultPort};
    if (snapshot.port == asked) {
        snapshot.portNotice.clear();
    } else if (snapshot.portNotice.isEmpty()) {
        nameStranger(asked);
    }
    enter(Phase::loading);
}

void BackendSupervisor::Machine::progressed() {
    snapshot.progress = m_run->handshake().progress();
    publish();
}

void BackendSupervisor::Machine::ready() {
    const auto& test = m_run->handshake().ready();
    snapshot.progress = 1;
    snapshot.device = QString::fromStdString(test.device);
    snapshot.selfTestMilliseconds = test.milliseconds;
    snapshot.problem.clear();
    m_policy.ready(now());
    enter(Phase::ready);
    m_installed.proved(m_backend);
    m_backend.trust = Trust::good;
}

void BackendSupervisor::Machine::restartRequested() {
    const std::string& wish = m_run->handshake().wish();
    log.say("the server asks to be started again");
    if (!wish.empty()) {
        snapshot.wanted = variantFrom(wish);
        m_installed.select(snapshot.wanted);
    }
    retry();
}

// ---- What went wrong

void BackendSupervisor::Machine::failed(const Diagnosis& diagnosis) {
    const QString problem =
        QString("The %1 backend does not work: %2.").arg(m_backend.variant == "cpu" ? "CPU" : "GPU", diagnosis.text);
    log.say(problem);
    const Verdict verdict = m_policy.failed(m_backend, diagnosis.failure, now());
    if (verdict.kind == Verdict::Kind::giveUp) {
        giveUp(problem);
        return;
    }
    snapshot.problem = problem;
    if (verdict.kind == Verdict::Kind::again) {
        if (diagnosis.failure == Failure::crashed) {
            m_installed.crashed(m_backend, now(), problem.toStdString());
        }
        m_delay.start(verdict.delay);
        enter(Phase::waiting);
    } else {
        m_installed.giveUp(m_backend, problem.toStdString());
        snapshot.notice = {snapshot.notice.number + 1, problem};
        launch();
    }
}

void BackendSupervisor::Machine::giveUp(const QString& problem) {
    m_goal = Goal::rest;
    snapshot.problem = problem;
    enter(Phase::failed);
}

// Who has the port is looked up on another thread, because that takes a while.
void BackendSupervisor::Machine::nameStranger(quint16 taken) {
    const auto tell = [this, taken](const QString& owner) {
        snapshot.portNotice = QString("Port %1 is used by %2; another port was taken.").arg(taken).arg(owner);
    };
    tell("another program");
    m_workers.start([this, tell, taken] {
        const auto owner = QString::fromStdString(portOwner(taken));
        const auto publishOwner = [this, tell, owner] {
            if (owner.isEmpty()) {
                snapshot.portNotice.clear();  // gone meanwhile
            } else {
                tell(owner);
            }
            publish();
        };
        QMetaObject::invokeMethod(this, publishOwner, Qt::QueuedConnection);
    });
}

// ---- The face

BackendSupervisor::BackendSupervisor(SupervisorConfig config, QObject* parent)
    : QObject(parent), m_machine(std::make_unique<Machine>(*this, std::move(config))) {
    if (QThread::currentThread() != QCoreApplication::instance()->thread()) {
        qFatal("a BackendSupervisor lives on the main thread: the backend would end with any other one");
    }
}

BackendSupervisor::~BackendSupervisor() = default;

const Snapshot& BackendSupervisor::snapshot() const {
    return m_machine->snapshot;
}

BackendLog& BackendSupervisor::log() {
    return m_machine->log;
}

void BackendSupervisor::start() {
    m_machine->start();
}

void BackendSupervisor::stop() {
    m_machine->stop();
}

void BackendSupervisor::restart() {
    m_machine->restart();
}

void BackendSupervisor::switchTo(Variant variant) {
    m_machine->switchTo(variant);
}

void BackendSupervisor::retry() {
    m_machine->retry();
}

void BackendSupervisor::setAddress(const QString& host, quint16 port, const QString& apiKey) {
    m_machine->config.host = host;
    m_machine->config.port = port;
    m_machine->config.apiKey = apiKey;
    m_machine->port.reset();
}

}  // namespace parlando::desktop
