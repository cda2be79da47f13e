#pragma once

#include <functional>

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>
#include <QUrl>

#include "base/result.h"

class QNetworkReply;
class QNetworkRequest;

namespace parlando::desktop {

// Where the running server listens and what it wants to be told.
struct ServerAddress {
    QUrl base;    // "http://127.0.0.1:17493"; empty: no server runs
    QString key;  // bearer key; empty: none needed

    bool operator==(const ServerAddress&) const = default;
};

// The error of a finished reply, or nothing. A server's own sentence ({"detail":…} or {"error":{"message":…}})
// is kept as it is; where there was no answer the sentence says so and what happens next.
std::optional<Error> errorOf(QNetworkReply& reply, const QByteArray& body);

// Requests to the server, on the main thread. A swap of the backend is a change of the address: what was
// under way for the old one ends with `cancelled`, so that nobody takes an answer of the old server for one
// of the new.
class ApiClient : public QObject {
    Q_OBJECT

public:
    using Answer = Result<QJsonValue>;
    using Done = std::function<void(const Answer&)>;

    explicit ApiClient(QObject* parent = nullptr);

    const ServerAddress& address() const { return m_address; }
    bool isConnected() const { return !m_address.base.isEmpty(); }
    void setAddress(ServerAddress address);

    // `done` is called once, later, unless `context` is destroyed before. An answer is at most 16 MiB of JSON.
    // An empty object is no body: paths that take none refuse one.
    void get(const QString& path, QObject* context, Done done);
    void post(const QString& path, const QJsonObject& body, QObject* context, Done done);
    void put(const QString& path, const QJsonObject& body, QObject* context, Done done);
    void remove(const QString& path, QObject* context, Done done);

    // Replies that are read while they arrive. The caller owns and ends them; null without a server.
    QNetworkReply* openGet(const QString& path);
    QNetworkReply* openPost(const QString& path, const QJsonObject& body);

signals:
    void addressChanged();

private:
    QNetworkRequest requestFor(const QString& path) const;
    void finish(QNetworkReply* reply, QObject* context, Done done);

    QNetworkAccessManager m_network;
    ServerAddress m_address;
};

}  // namespace parlando::desktop
