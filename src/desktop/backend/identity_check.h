#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>
#include <QUrl>

namespace parlando::desktop {

// Asks whoever answers on a port which instance it is, until there is an answer. The hello line says who the
// child is; this says that the port leads to it.
class IdentityCheck : public QObject {
    Q_OBJECT

public:
    explicit IdentityCheck(QObject* parent = nullptr);

    // Replaces a check that is under way.
    void start(const QString& host, quint16 port, const QString& instance);
    void cancel();

signals:
    void confirmed();
    void refuted(const QString& reason);

private:
    void ask();
    void judge(const QByteArray& body);

    QNetworkAccessManager m_network;
    QTimer m_pause;
    QNetworkReply* m_reply = nullptr;  // under way; owned by m_network
    QUrl m_url;
    QString m_instance;
};

}  // namespace parlando::desktop
