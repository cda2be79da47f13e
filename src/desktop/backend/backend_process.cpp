#include "desktop/backend/backend_process.h"

#include <signal.h>
#include <unistd.h>

#include <utility>

#include <QCoreApplication>
#include <QProcessEnvironment>
#include <QThread>

namespace parlando::desktop {
namespace {

constexpr qsizetype kLongestLine = 16 * 1024;  // bytes; a real one has 200
constexpr int kMostMeaningless = 200;          // lines that a library may have printed
constexpr int kMeaninglessLogged = 20;

QProcessEnvironment environmentFor(const Launch& launch) {
    auto environment = QProcessEnvironment::systemEnvironment();
    // Said by flags; what the app was told in its environment is not for the backend to read again.
    environment.remove("PARLANDO_PORT");
    environment.remove("PARLANDO_DATA_DIR");
    environment.remove("PARLANDO_API_KEY");
    if (!launch.apiKey.isEmpty()) {
        environment.insert("PARLANDO_API_KEY", launch.apiKey);
    }
    return environment;
}

}  // namespace

BackendProcess::BackendProcess(const Launch& launch, BackendLog& log, QObject* parent) : QObject(parent), m_log(log) {
    m_process.setProgram(QString::fromStdString(launch.program.string()));
    m_process.setArguments(launch.arguments);
    m_process.setProcessEnvironment(environmentFor(launch));
    m_patience.setSingleShot(true);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &BackendProcess::readLines);
    connect(&m_process, &QProcess::readyReadStandardError, this,
            [this] { m_log.append(m_process.readAllStandardError()); });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        finish({status == QProcess::NormalExit ? Ending::Kind::exited : Ending::Kind::killed, code, {}});
    });
    // Queued, because it can come from within start().
    const auto onError = [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            finish({Ending::Kind::notStarted, 0, m_process.errorString()});
        }
    };
    connect(&m_process, &QProcess::errorOccurred, this, onError, Qt::QueuedConnection);
}

BackendProcess::~BackendProcess() {
    m_process.disconnect(this);
    m_group.reset();
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void BackendProcess::start() {
    // PR_SET_PDEATHSIG is about the thread that forks: on another one the backend would end with that thread.
    Q_ASSERT(QThread::currentThread() == QCoreApplication::instance()->thread());
    auto group = ProcessGroup::create();
    if (!group) {
        const Ending ending{Ending::Kind::notStarted, 0, QString::fromStdString(group.error().message)};
        QMetaObject::invokeMethod(
            this, [this, ending] { finish(ending); }, Qt::QueuedConnection);
        return;
    }
    m_group.emplace(std::move(*group));
    m_process.setChildProcessModifier([id = m_group->id(), parent = ::getpid()] { joinBeforeExec(id, parent); });
    m_process.start();
    m_pid = m_process.processId();
}

void BackendProcess::end(std::chrono::milliseconds drain, std::chrono::milliseconds terminate) {
    m_process.closeWriteChannel();
    m_patience.disconnect(this);
    connect(&m_patience, &QTimer::timeout, this, [this, terminate] {
        m_log.say("it does not end; sending SIGTERM");
        m_process.terminate();
        m_patience.disconnect(this);
        connect(&m_patience, &QTimer::timeout, this, &BackendProcess::kill);
        m_patience.start(terminate);
    });
    m_patience.start(drain);
}

void BackendProcess::kill() {
    m_hearing = Hearing::deaf;
    m_log.say("killing it");
    m_process.kill();
}

void BackendProcess::readLines() {
    m_unfinished += m_process.readAllStandardOutput();
    qsizetype from = 0;
    while (m_hearing == Hearing::listening) {
        const qsizetype end = m_unfinished.indexOf('\n', from);
        if ((end < 0 ? m_unfinished.size() : end) - from > kLongestLine) {
            m_hearing = Hearing::deaf;
            emit babbled("it wrote an endless line");
        } else if (end < 0) {
            break;
        } else {
            readLine(m_unfinished.mid(from, end - from));
            from = end + 1;
        }
    }
    if (m_hearing == Hearing::deaf) {
        m_unfinished.clear();
    } else {
        m_unfinished.remove(0, from);
    }
}

void BackendProcess::readLine(const QByteArray& line) {
    const auto read = protocol::startupLineFrom(line.toStdString());
    if (read) {
        emit said(*read);
        return;
    }
    // CUDA and its kin sometimes print to stdout: that must not cost a working backend its life.
    if (++m_meaningless > kMostMeaningless) {
        m_hearing = Hearing::deaf;
        emit babbled("its output is not that of a Parlando server");
    } else if (m_meaningless <= kMeaninglessLogged) {
        m_log.say("on stdout: " + QString::fromUtf8(line.left(200)));
    }
}

void BackendProcess::finish(const Ending& ending) {
    m_patience.stop();
    readLines();
    m_log.append(m_process.readAllStandardError());
    m_log.endOfStream();
    m_group.reset();  // what it started ends with it
    m_pid = 0;
    emit ended(ending);
}

}  // namespace parlando::desktop
