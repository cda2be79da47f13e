#include "desktop/backend/identity_check.h"

#include <chrono>
#include <utility>

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

#include "protocol/messages.h"

namespace parlando::desktop {
namespace {

constexpr std::chrono::milliseconds kPause{100};
constexpr qint64 kLargestAnswer = 64 * 1024;  // bytes

}  // namespace

IdentityCheck::IdentityCheck(QObject* parent) : QObject(parent) {
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &IdentityCheck::ask);
}

void IdentityCheck::start(const QString& host, quint16 port, const QString& instance) {
    cancel();
    m_url = QUrl();
    m_url.setScheme("http");
    m_url.setHost(host);
    m_url.setPort(port);
    m_url.setPath("/health");
    m_instance = instance;
    ask();
}

void IdentityCheck::cancel() {
    m_pause.stop();
    if (QNetworkReply* reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

void IdentityCheck::ask() {
    QNetworkRequest request(m_url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(kLargestAnswer);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        if (m_reply->bytesAvailable() >= kLargestAnswer) {
            cancel();
            emit refuted("what answers on its port is not a Parlando server");
        }
    });
    connect(m_reply, &QNetworkReply::finished, this, [this] {
        QNetworkReply* reply = std::exchange(m_reply, nullptr);
        reply->deleteLater();
        // Whatever came with a status is an answer; everything else may be better in a moment.
        if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid()) {
            judge(reply->readAll());
        } else {
            m_pause.start(kPause);
        }
    });
}

void IdentityCheck::judge(const QByteArray& body) {
    const auto health = protocol::healthFrom(body.toStdString());
    if (!health) {
        emit refuted("what answers on its port is not a Parlando server");
    } else if (health->instance != m_instance.toStdString()) {
        emit refuted("another server answers on its port");
    } else {
        emit confirmed();
    }
}

}  // namespace parlando::desktop
