#include "desktop/api/api_client.h"

#include <optional>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>

namespace parlando::desktop {
namespace {

constexpr qint64 kMaximumAnswerBytes = qint64{16} << 20;

// Marks the replies of an address that is no longer ours.
constexpr const char* kOverProperty = "parlandoOver";

ErrorCode codeOf(int status) {
    switch (status) {
        case 400:
        case 415:
        case 422:
            return ErrorCode::invalidInput;
        case 404:
            return ErrorCode::notFound;
        case 409:
        case 429:
        case 503:
            return ErrorCode::busy;
        case 413:
            return ErrorCode::resourceLimit;
        default:
            return ErrorCode::internal;
    }
}

QString sentenceIn(const QByteArray& body) {
    const auto object = QJsonDocument::fromJson(body).object();
    const auto detail = object.value("detail");
    if (detail.isString()) {
        return detail.toString();
    }
    if (detail.isArray()) {
        return detail.toArray().first().toObject().value("msg").toString();
    }
    return object.value("error").toObject().value("message").toString();
}

}  // namespace

std::optional<Error> errorOf(QNetworkReply& reply, const QByteArray& body) {
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply.property(kOverProperty).toBool()) {
        return Error{ErrorCode::cancelled, ApiClient::tr("The speech server was restarted.").toStdString()};
    }
    if (status >= 400) {
        auto sentence = sentenceIn(body);
        if (sentence.isEmpty()) {
            sentence = ApiClient::tr("The speech server answered with status %1.").arg(status);
        }
        return Error{codeOf(status), sentence.toStdString()};
    }
    if (reply.error() == QNetworkReply::OperationCanceledError) {
        return Error{ErrorCode::cancelled, ApiClient::tr("Stopped.").toStdString()};
    }
    if (reply.error() != QNetworkReply::NoError) {
        return Error{ErrorCode::io,
                     ApiClient::tr("The speech server does not answer. It is restarted if it has stopped; try again "
                                   "in a moment.")
                         .toStdString()};
    }
    return std::nullopt;
}

ApiClient::ApiClient(QObject* parent) : QObject(parent) {
    // The server is on this machine: a proxy of the system must never see its requests.
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void ApiClient::setAddress(ServerAddress address) {
    if (address == m_address) {
        return;
    }
    m_address = std::move(address);
    for (auto* reply : m_network.findChildren<QNetworkReply*>()) {
        if (reply->isRunning()) {
            reply->setProperty(kOverProperty, true);
            reply->abort();
        }
    }
    emit addressChanged();
}

QNetworkRequest ApiClient::requestFor(const QString& path) const {
    QNetworkRequest request(QUrl(m_address.base.toString(QUrl::StripTrailingSlash) + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    if (!m_address.key.isEmpty()) {
        request.setRawHeader("Authorization", "Bearer " + m_address.key.toUtf8());
    }
    return request;
}

void ApiClient::finish(QNetworkReply* reply, QObject* context, Done done) {
    if (reply == nullptr) {
        QTimer::singleShot(0, context, [done = std::move(done)] {
            done(failure(ErrorCode::busy,
                         ApiClient::tr("The speech server is starting. Try again in a moment.").toStdString()));
        });
        return;
    }
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received) {
        if (received > kMaximumAnswerBytes) {
            reply->abort();
        }
    });
    connect(reply, &QNetworkReply::finished, context, [reply, done = std::move(done)] {
        const auto body = reply->isOpen() ? reply->readAll() : QByteArray();  // aborted ones are closed
        if (const auto error = errorOf(*reply, body)) {
            done(failure(*error));
            return;
        }
        const auto document = QJsonDocument::fromJson(body);
        if (document.isNull() && !body.trimmed().isEmpty()) {
            done(failure(ErrorCode::corrupt,
                         ApiClient::tr("The speech server answered with something that is not JSON.").toStdString()));
            return;
        }
        done(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()));
    });
}

void ApiClient::get(const QString& path, QObject* context, Done done) {
    finish(openGet(path), context, std::move(done));
}

void ApiClient::post(const QString& path, const QJsonObject& body, QObject* context, Done done) {
    finish(openPost(path, body), context, std::move(done));
}

void ApiClient::put(const QString& path, const QJsonObject& body, QObject* context, Done done) {
    const auto json = QJsonDocument(body).toJson(QJsonDocument::Compact);
    finish(isConnected() ? m_network.put(requestFor(path), json) : nullptr, context, std::move(done));
}

void ApiClient::remove(const QString& path, QObject* context, Done done) {
    finish(isConnected() ? m_network.deleteResource(requestFor(path)) : nullptr, context, std::move(done));
}

QNetworkReply* ApiClient::openGet(const QString& path) {
    return isConnected() ? m_network.get(requestFor(path)) : nullptr;
}

QNetworkReply* ApiClient::openPost(const QString& path, const QJsonObject& body) {
    const auto json = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    return isConnected() ? m_network.post(requestFor(path), json) : nullptr;
}

}  // namespace parlando::desktop
