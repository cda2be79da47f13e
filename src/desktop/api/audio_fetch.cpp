#include "desktop/api/audio_fetch.h"

#include <QNetworkReply>
#include <QTimer>

#include "desktop/api/api_client.h"

namespace parlando::desktop {

AudioFetch::AudioFetch(QNetworkReply* reply, QObject* parent) : QObject(parent), m_reply(reply) {
    if (m_reply.isNull()) {
        QTimer::singleShot(0, this, [this] {
            fail({ErrorCode::cancelled, AudioFetch::tr("The speech server is starting.").toStdString()});
        });
        return;
    }
    connect(reply, &QNetworkReply::readyRead, this, &AudioFetch::read);
    connect(reply, &QNetworkReply::finished, this, &AudioFetch::finish);
}

AudioFetch::~AudioFetch() {
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
}

void AudioFetch::fail(const Error& error) {
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply.clear();
    }
    if (m_clip) {
        m_clip->complete();
    }
    emit failed(error);
}

void AudioFetch::read() {
    // The body of an error is JSON and stays in the reply for `finish`.
    if (m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200) {
        return;
    }
    if (const auto taken = take(m_reply->readAll()); !taken) {
        fail(taken.error());
    }
}

Result<> AudioFetch::take(const QByteArray& bytes) {
    if (!m_reader) {
        const auto type = m_reply->header(QNetworkRequest::ContentTypeHeader).toString();
        m_reader.emplace(type.startsWith("audio/pcm") ? SampleReader::Form::raw : SampleReader::Form::wav);
    }
    PARLANDO_TRY_ASSIGN(const auto samples, m_reader->feed(bytes));
    if (samples.empty()) {
        return {};
    }
    const bool isFirst = m_clip == nullptr;
    if (isFirst) {
        m_clip = std::make_shared<Clip>(m_reader->sampleRate());
        m_generationId = QString::fromLatin1(m_reply->rawHeader("X-Generation-Id"));
    }
    PARLANDO_TRY(m_clip->append(samples));
    if (isFirst) {
        emit started();
    }
    return {};
}

void AudioFetch::finish() {
    if (!m_reply) {
        return;
    }
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto rest = m_reply->isOpen() ? m_reply->readAll() : QByteArray();  // aborted ones are closed
    if (const auto error = errorOf(*m_reply, rest)) {
        fail(*error);
        return;
    }
    if (status == 200) {
        if (const auto taken = take(rest); !taken) {
            fail(taken.error());
            return;
        }
    }
    m_reply->deleteLater();
    m_reply.clear();
    if (!m_clip) {
        fail({ErrorCode::corrupt,
              AudioFetch::tr("The server sent no audio. Try again; if it stays so, look at the log in Settings.")
                  .toStdString()});
        return;
    }
    m_clip->complete();
    emit finished();
}

}  // namespace parlando::desktop
