#include "desktop/single_instance.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>
#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace parlando::desktop {
namespace {

namespace fs = std::filesystem;

constexpr int kPatience = 2000;          // milliseconds for the other one to answer
constexpr qint64 kLongestMessage = 256;  // bytes
constexpr char kRaise[] = "raise\n";
constexpr char kRaised[] = "raised\n";
constexpr char kNoWindow[] = "headless\n";

// In the data folder, because that is what the instance stands for; a path that is too long for a socket is
// replaced by its digest in the folder for temporary files.
QString socketName(const fs::path& dataFolder) {
    constexpr int kLongestPath = 100;  // bytes; sockaddr_un has 108
    const QString path = QString::fromStdString((dataFolder / "parlando.socket").string());
    if (path.toUtf8().size() <= kLongestPath) {
        return path;
    }
    const auto digest = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
    return QDir::tempPath() + "/parlando-" + digest;
}

// Asks the one that has the lock to show its window.
std::string raiseOther(const fs::path& dataFolder) {
    QLocalSocket socket;
    socket.connectToServer(socketName(dataFolder));
    QByteArray answer;
    if (socket.waitForConnected(kPatience)) {
        socket.write(kRaise);
        while (!answer.endsWith('\n') && answer.size() < kLongestMessage && socket.waitForReadyRead(kPatience)) {
            answer += socket.read(kLongestMessage);
        }
    }
    const std::string folder = dataFolder.string();
    if (answer == kRaised) {
        return fmt::format("Parlando already runs with the data folder {}; its window was asked to show itself",
                           folder);
    }
    if (answer == kNoWindow) {
        return fmt::format(
            "Parlando already runs without a window (--headless) with the data folder {}; stop that first, "
            "or choose another folder with --data-dir",
            folder);
    }
    return fmt::format(
        "another Parlando uses the data folder {} and does not answer; end it, or choose another folder with "
        "--data-dir",
        folder);
}

}  // namespace

SingleInstance::SingleInstance(int lock, Face face) : m_lock(lock), m_face(face) {
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::answer);
}

SingleInstance::~SingleInstance() {
    m_server.close();  // removes the socket, while the lock still keeps others from making theirs
    ::close(m_lock);
}

Result<std::unique_ptr<SingleInstance>> SingleInstance::claim(const fs::path& dataFolder, Face face) {
    std::error_code error;
    fs::create_directories(dataFolder, error);
    const fs::path file = dataFolder / "parlando.lock";
    const int lock = error ? -1 : ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) {
        return failure(ErrorCode::io, fmt::format("cannot use the data folder {}: {}; choose another with --data-dir",
                                                  dataFolder.string(), error ? error.message() : std::strerror(errno)));
    }
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return failure(ErrorCode::busy, raiseOther(dataFolder));
    }
    std::unique_ptr<SingleInstance> instance(new SingleInstance(lock, face));
    if (!instance->listen(dataFolder)) {
        spdlog::warn("cannot listen for a second start of Parlando: {}",
                     instance->m_server.errorString().toStdString());
    }
    return instance;
}

bool SingleInstance::listen(const fs::path& dataFolder) {
    const QString name = socketName(dataFolder);
    QLocalServer::removeServer(name);  // of a process that is gone: the lock is ours
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    return m_server.listen(name);
}

void SingleInstance::answer() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (socket->bytesAvailable() > kLongestMessage) {
                socket->abort();
            } else if (socket->canReadLine() && socket->readLine(kLongestMessage) == kRaise) {
                socket->write(m_face == Face::window ? kRaised : kNoWindow);
                socket->disconnectFromServer();
                if (m_face == Face::window) {
                    emit raiseRequested();
                }
            }
        });
    }
}

}  // namespace parlando::desktop
