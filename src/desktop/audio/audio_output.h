#pragma once

#include <memory>

#include <QIODevice>
#include <QObject>

class QAudioSink;
class QMediaDevices;

namespace parlando::desktop {

// A loudspeaker. It asks a device for 16-bit mono samples as it needs them, on the main thread.
class AudioOutput : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // False where the machine has no sound device; may change while we run.
    virtual bool isAvailable() const = 0;
    // `source` outlives the playing. A new start ends what played before.
    virtual void start(QIODevice& source, int sampleRate) = 0;
    virtual void suspend() = 0;
    virtual void resume() = 0;
    virtual void stop() = 0;
    // Bytes that were taken and are not audible yet.
    virtual qint64 pendingBytes() const = 0;

signals:
    void availableChanged();
    // The source had nothing left and all of it has been heard.
    void drained();
    void failed();
};

// The default sound device of the system. Nothing of it is touched before it is first used: loading the
// sound system takes longer than opening the window.
std::unique_ptr<AudioOutput> systemAudioOutput();

}  // namespace parlando::desktop
