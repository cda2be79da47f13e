#pragma once

#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>

#include "base/result.h"
#include "desktop/audio/clip.h"

class QNetworkReply;

namespace parlando::desktop {

// Audio on its way from the server into a clip. Letting go of it ends the request, and with it the work of
// the server for it.
class AudioFetch : public QObject {
    Q_OBJECT

public:
    // `reply` may be null: there is no server, and `failed` follows.
    explicit AudioFetch(QNetworkReply* reply, QObject* parent = nullptr);
    ~AudioFetch() override;

    const std::shared_ptr<Clip>& clip() const { return m_clip; }  // null before the first sample
    // Under which the server keeps it, known from `started` on; empty where it keeps nothing.
    const QString& generationId() const { return m_generationId; }

signals:
    void started();  // the first samples are in the clip
    void finished();
    void failed(const parlando::Error& error);

private:
    void read();
    void finish();
    Result<> take(const QByteArray& bytes);
    void fail(const Error& error);

    QPointer<QNetworkReply> m_reply;
    std::optional<SampleReader> m_reader;
    std::shared_ptr<Clip> m_clip;
    QString m_generationId;
};

}  // namespace parlando::desktop
