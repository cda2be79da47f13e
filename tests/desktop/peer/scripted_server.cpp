#include "desktop/peer/scripted_server.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QHostAddress>
#include <QJsonDocument>
#include <QtEndian>

namespace parlando::desktop {
namespace {

constexpr int kSampleRate = 24000;

template <class T>
void put(QByteArray& bytes, T value) {
    const T encoded = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char*>(&encoded), sizeof(encoded));
}

qsizetype contentLength(const QByteArray& head) {
    for (const auto& line : head.split('\n')) {
        if (line.toLower().startsWith("content-length:")) {
            return line.mid(15).trimmed().toLongLong();
        }
    }
    return 0;
}

}  // namespace

ScriptedServer::ScriptedServer(QObject* parent) : QObject(parent) {
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (auto* socket = m_server.nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_received.remove(socket);
                socket->deleteLater();
            });
        }
    });
}

QString ScriptedServer::address() const {
    return QStringLiteral("http://127.0.0.1:%1").arg(port());
}

void ScriptedServer::answer(const QString& route, const QByteArray& body, int status, const QByteArray& type) {
    m_answers.insert(route, {status, type, body, false});
}

void ScriptedServer::hold(const QString& route, const QByteArray& type) {
    m_answers.insert(route, {200, type, {}, true});
}

void ScriptedServer::send(const QString& route, const QByteArray& bytes) {
    if (auto socket = m_held.value(route)) {
        socket->write(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
        socket->flush();
    }
}

void ScriptedServer::finish(const QString& route) {
    if (auto socket = m_held.take(route)) {
        socket->write("0\r\n\r\n");
        socket->disconnectFromHost();
    }
}

void ScriptedServer::cut(const QString& route) {
    if (auto socket = m_held.take(route)) {
        socket->abort();
    }
}

int ScriptedServer::count(const QString& route) const {
    return static_cast<int>(std::count_if(m_requests.begin(), m_requests.end(),
                                          [&](const Request& request) { return request.route == route; }));
}

void ScriptedServer::read(QTcpSocket* socket) {
    auto& received = m_received[socket];
    received.append(socket->readAll());
    const auto end = received.indexOf("\r\n\r\n");
    if (end < 0) {
        return;
    }
    const auto head = received.left(end);
    const auto length = contentLength(head);
    if (received.size() < end + 4 + length) {
        return;
    }
    const auto words = head.left(head.indexOf('\r')).split(' ');
    const auto target = QString::fromLatin1(words.value(1));
    const auto question = target.indexOf('?');
    Request request;
    request.route = QString::fromLatin1(words.value(0)) + ' ' + (question < 0 ? target : target.left(question));
    request.query = question < 0 ? QString() : target.mid(question + 1);
    request.head = head;
    request.body = received.mid(end + 4, length);
    received.clear();
    m_requests.append(request);
    respond(socket, request.route);
}

void ScriptedServer::respond(QTcpSocket* socket, const QString& route) {
    const auto answer =
        m_answers.value(route, {404, "application/json", R"({"detail":"There is no such thing."})", false});
    socket->write("HTTP/1.1 " + QByteArray::number(answer.status) + " X\r\nContent-Type: " + answer.type +
                  "\r\nConnection: close\r\n");
    if (QJsonDocument::fromJson(m_requests.last().body)["save"].toBool()) {
        socket->write("X-Generation-Id: kept\r\n");
    }
    if (answer.held) {
        socket->write("Transfer-Encoding: chunked\r\n\r\n");
        socket->flush();
        m_held.insert(route, socket);
        return;
    }
    socket->write("Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n" + answer.body);
    socket->disconnectFromHost();
}

QByteArray wavOf(double seconds) {
    QByteArray wav("RIFF\xff\xff\xff\xffWAVEfmt ", 16);
    put<quint32>(wav, 16);
    put<quint16>(wav, 1);
    put<quint16>(wav, 1);
    put<quint32>(wav, kSampleRate);
    put<quint32>(wav, kSampleRate * 2);
    put<quint16>(wav, 2);
    put<quint16>(wav, 16);
    wav.append("data\xff\xff\xff\xff", 8);
    const auto samples = static_cast<int>(seconds * kSampleRate);
    for (int i = 0; i < samples; ++i) {
        // Swells like syllables and phrases, so that a waveform of it looks like speech.
        const double time = static_cast<double>(i) / kSampleRate;
        const double syllable = std::abs(std::sin(time * 9.0) * std::sin(time * 2.3 + 0.4));
        const double phrase = 0.35 + 0.65 * std::abs(std::sin(time * 0.7 + 0.3));
        const double pause = std::fmod(time, 3.1) > 2.75 ? 0.03 : 1.0;
        put<qint16>(wav, static_cast<qint16>(26000.0 * syllable * phrase * pause *
                                             std::sin(2.0 * std::numbers::pi * 180.0 * time)));
    }
    return wav;
}

}  // namespace parlando::desktop
