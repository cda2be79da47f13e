#pragma once

#include <optional>

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

class QNetworkReply;

namespace parlando::desktop {

class ApiClient;

// Cuts a stream of server-sent events into the JSON objects of its `data` lines. Comments and names are
// skipped; an event of more than 1 MiB is dropped.
class EventParser {
public:
    QList<QJsonObject> feed(const QByteArray& bytes);
    void reset();

private:
    QByteArray m_line;
    QByteArray m_data;
};

// Listens to one path of events, as long as it lives. Where the connection breaks it listens again after
// one second: the server repeats the state of things to whoever comes late.
class EventStream : public QObject {
    Q_OBJECT

public:
    EventStream(ApiClient& api, QString path, QObject* parent = nullptr);
    ~EventStream() override;

    // Listens now; does not wait for the second if it is about to listen again.
    void start();
    void stop();

signals:
    void received(const QJsonObject& event);

private:
    void open();
    void close();

    ApiClient& m_api;
    QString m_path;
    EventParser m_parser;
    QPointer<QNetworkReply> m_reply;
    QTimer m_retry;
    bool m_wanted = false;
};

}  // namespace parlando::desktop
