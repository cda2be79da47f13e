#include "desktop/api/event_stream.h"

#include <chrono>
#include <utility>

#include <QJsonDocument>
#include <QNetworkReply>

#include "desktop/api/api_client.h"

namespace parlando::desktop {
namespace {

constexpr qsizetype kMaximumEventBytes = qsizetype{1} << 20;
constexpr auto kRetryAfter = std::chrono::seconds(1);

}  // namespace

void EventParser::reset() {
    m_line.clear();
    m_data.clear();
}

QList<QJsonObject> EventParser::feed(const QByteArray& bytes) {
    QList<QJsonObject> events;
    for (const char byte : bytes) {
        if (byte == '\r') {
            continue;
        }
        if (byte != '\n') {
            if (m_line.size() < kMaximumEventBytes) {
                m_line.append(byte);
            }
            continue;
        }
        if (m_line.isEmpty() && !m_data.isEmpty()) {
            if (const auto document = QJsonDocument::fromJson(m_data); document.isObject()) {
                events.append(document.object());
            }
            m_data.clear();
        } else if (m_line.startsWith("data:") && m_data.size() + m_line.size() <= kMaximumEventBytes) {
            m_data.append(m_line.mid(5).trimmed());
        }
        m_line.clear();
    }
    return events;
}

EventStream::EventStream(ApiClient& api, QString path, QObject* parent)
    : QObject(parent), m_api(api), m_path(std::move(path)) {
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryAfter);
    connect(&m_retry, &QTimer::timeout, this, &EventStream::open);
    connect(&m_api, &ApiClient::addressChanged, this, [this] {
        if (m_wanted) {
            open();
        }
    });
}

EventStream::~EventStream() {
    close();
}

void EventStream::start() {
    if (!std::exchange(m_wanted, true) || m_retry.isActive()) {
        open();
    }
}

void EventStream::stop() {
    m_wanted = false;
    close();
}

void EventStream::close() {
    m_retry.stop();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply.clear();
    }
}

void EventStream::open() {
    close();
    m_parser.reset();
    m_reply = m_api.openGet(m_path);
    if (!m_reply) {
        return;  // `addressChanged` will come
    }
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        // A receiver may stop us, and with that the reply goes.
        const auto events = m_parser.feed(m_reply->readAll());
        for (const auto& event : events) {
            if (m_wanted) {
                emit received(event);
            }
        }
    });
    connect(m_reply, &QNetworkReply::finished, this, [this] {
        m_reply->deleteLater();
        m_reply.clear();
        m_retry.start();
    });
}

}  // namespace parlando::desktop
