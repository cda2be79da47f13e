#include "desktop/backend/backend_run.h"

#include <chrono>
#include <utility>

namespace parlando::desktop {
namespace {

// While it loads there is nothing to finish, and libraries cannot be interrupted in their start.
constexpr std::chrono::milliseconds kDrainOfNothing{300};

constexpr int kLooks = 5;  // at its work, until it counts as still
constexpr char kNoProgress[] = "it made no progress with loading for too long";

}  // namespace

BackendRun::BackendRun(const Backend& backend, const Launch& launch, const QString& host, const Deadlines& deadlines,
                       BackendLog& log, QObject* parent)
    : QObject(parent), m_backend(backend), m_host(host), m_deadlines(deadlines), m_process(launch, log) {
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        convict({Failure::silent, m_state == State::silent ? "it said nothing for too long"
                                  : m_word == Word::given  ? "it does not answer on its port"
                                                           : kNoProgress});
    });
    m_looks.setInterval(m_deadlines.stillGpu / kLooks);
    connect(&m_looks, &QTimer::timeout, this, &BackendRun::watchWork);
    connect(&m_process, &BackendProcess::said, this, &BackendRun::hear);
    connect(&m_process, &BackendProcess::babbled, this, [this](const QString& what) {
        convict({Failure::dishonest, what});
    });
    connect(&m_process, &BackendProcess::ended, this, [this](const Ending& ending) {
        m_state = State::ending;
        stopWaiting();
        emit ended(ending, m_conviction);
    });
    connect(&m_identity, &IdentityCheck::confirmed, this, [this] {
        m_identified = Identity::confirmed;
        becomeReady();
    });
    connect(&m_identity, &IdentityCheck::refuted, this, [this](const QString& reason) {
        convict({Failure::dishonest, reason});
    });
}

void BackendRun::start() {
    m_process.start();
    m_handshake.emplace(m_backend, m_process.pid());
    m_deadline.start(m_backend.variant == "cpu" ? m_deadlines.helloCpu : m_deadlines.helloGpu);
}

void BackendRun::end() {
    if (m_state == State::ending) {
        return;
    }
    const auto drain = m_state == State::ready ? m_deadlines.drain : kDrainOfNothing;
    m_state = State::ending;
    stopWaiting();
    m_process.end(drain, m_deadlines.terminate);
}

void BackendRun::hear(const protocol::StartupLine& line) {
    if (m_state == State::ending) {
        return;
    }
    switch (m_handshake->hear(line)) {
        case Handshake::Step::nothing:
            break;
        case Handshake::Step::hello: {
            m_state = State::loading;
            const auto& hello = m_handshake->hello();
            m_identity.start(m_host, static_cast<quint16>(hello.port), QString::fromStdString(hello.instance));
            expectProgress();
            emit greeted();
            break;
        }
        case Handshake::Step::progress:
            expectProgress();
            emit progressed();
            break;
        case Handshake::Step::ready:
            m_word = Word::given;
            m_looks.stop();
            m_deadline.start(m_deadlines.identity);
            becomeReady();
            break;
        case Handshake::Step::restart:
            emit restartRequested();
            break;
        case Handshake::Step::refused:
            convict(m_handshake->refusal());
            break;
    }
}

void BackendRun::expectProgress() {
    const bool gpu = m_backend.variant != "cpu";
    m_deadline.start(gpu ? m_deadlines.loadingGpu : m_deadlines.loadingCpu);
    if (gpu) {
        m_stillLooks = 0;
        m_looks.start();
    }
}

void BackendRun::watchWork() {
    const auto work = processWork(pid());
    if (!work) {
        m_looks.stop();
    } else if (isAtWork(std::exchange(m_work, *work), *work)) {
        m_stillLooks = 0;
    } else if (++m_stillLooks == kLooks) {
        convict({Failure::silent, kNoProgress});
    }
}

void BackendRun::stopWaiting() {
    m_deadline.stop();
    m_looks.stop();
    m_identity.cancel();
}

void BackendRun::becomeReady() {
    if (m_state == State::loading && m_word == Word::given && m_identified == Identity::confirmed) {
        m_state = State::ready;
        m_deadline.stop();
        emit ready();
    }
}

void BackendRun::convict(const Diagnosis& diagnosis) {
    if (m_state != State::ending) {
        m_state = State::ending;
        m_conviction = diagnosis;
        stopWaiting();
        m_process.kill();
    }
}

}  // namespace parlando::desktop
