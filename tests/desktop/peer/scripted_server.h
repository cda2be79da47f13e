#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonValue>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTcpServer>
#include <QTcpSocket>

namespace parlando::desktop {

// An HTTP server on the loopback address that says what a test tells it to. A route is "GET /history"; what
// it has no answer for is 404. What it is asked to save bears the id "kept". Runs on the thread of the test, which has
// to run the event loop.
class ScriptedServer : public QObject {
    Q_OBJECT

public:
    struct Request {
        QString route;  // "POST /generate/1/retry"
        QString query;  // without '?'
        QByteArray head;
        QByteArray body;
    };

    explicit ScriptedServer(QObject* parent = nullptr);

    QString address() const;
    quint16 port() const { return m_server.serverPort(); }

    void answer(const QString& route, const QByteArray& body, int status = 200,
                const QByteArray& type = "application/json");
    // The answer is begun and stays open: `send` goes on with it, `finish` ends it, `cut` breaks it off.
    void hold(const QString& route, const QByteArray& type);
    bool isHeld(const QString& route) const { return !m_held.value(route).isNull(); }
    void send(const QString& route, const QByteArray& bytes);
    void finish(const QString& route);
    void cut(const QString& route);

    const QList<Request>& requests() const { return m_requests; }
    int count(const QString& route) const;
    void forget() { m_requests.clear(); }

private:
    struct Answer {
        int status = 200;
        QByteArray type;
        QByteArray body;
        bool held = false;
    };

    void read(QTcpSocket* socket);
    void respond(QTcpSocket* socket, const QString& route);

    QHash<QTcpSocket*, QByteArray> m_received;
    QHash<QString, Answer> m_answers;
    QHash<QString, QPointer<QTcpSocket>> m_held;
    QList<Request> m_requests;
    QTcpServer m_server;  // its sockets report their end to the members above
};

// A WAV stream of a quiet hum, 24 kHz, with the lengths of a live stream.
QByteArray wavOf(double seconds);

}  // namespace parlando::desktop
