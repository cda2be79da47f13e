#pragma once

#include <memory>

#include <QIODevice>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include "desktop/audio/audio_output.h"
#include "desktop/audio/clip.h"

namespace parlando::desktop {

// What a sound device reads from: the samples of a clip from a position on. Where the clip is still being
// made and has run out, it gives silence and stays where it is.
class ClipSource : public QIODevice {
    Q_OBJECT

public:
    explicit ClipSource(QObject* parent = nullptr) : QIODevice(parent) {}

    void setClip(std::shared_ptr<Clip> clip, qint64 position);
    void seekTo(qint64 sample) { m_position = sample; }
    qint64 position() const { return m_position; }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char* data, qint64 maximum) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    std::shared_ptr<Clip> m_clip;
    qint64 m_position = 0;  // samples
};

// Plays one clip at a time, also while it is being made. It knows nothing of the server: what it plays goes
// on when the backend is swapped.
//
//            play                 drained at the end
//   Stopped ──────▶ Playing ──────────────────────▶ Stopped
//                    │   ▲
//              pause ▼   │ play, seek keeps the state
//                   Paused
class Player : public QObject {
    Q_OBJECT
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool available READ isAvailable NOTIFY availableChanged)
    Q_PROPERTY(bool hasClip READ hasClip NOTIFY clipChanged)
    Q_PROPERTY(QString title READ title NOTIFY clipChanged)
    Q_PROPERTY(bool complete READ isComplete NOTIFY durationChanged)
    Q_PROPERTY(double position READ position NOTIFY positionChanged)
    Q_PROPERTY(double duration READ duration NOTIFY durationChanged)
    Q_PROPERTY(double span READ span NOTIFY durationChanged)
    Q_PROPERTY(QString positionText READ positionText NOTIFY positionChanged)
    Q_PROPERTY(QString durationText READ durationText NOTIFY durationChanged)
    Q_PROPERTY(QList<qreal> peaks READ peaks NOTIFY durationChanged)

public:
    enum State { Stopped, Playing, Paused };  // capital letters: QML knows no others
    Q_ENUM(State)

    explicit Player(std::unique_ptr<AudioOutput> output, QObject* parent = nullptr);
    ~Player() override;

    State state() const { return m_state; }
    bool isAvailable() const { return m_output->isAvailable(); }
    bool hasClip() const { return m_clip != nullptr; }
    const std::shared_ptr<Clip>& clip() const { return m_clip; }
    QString title() const { return m_title; }
    bool isComplete() const { return m_clip && m_clip->isComplete(); }
    double position() const;  // seconds, as heard
    double duration() const;  // seconds that have arrived
    double span() const;      // seconds that the whole will last, estimated while it is being made
    QString positionText() const;
    QString durationText() const;
    const QList<qreal>& peaks() const { return m_peaks; }  // 0 to 1, over the whole of `span`

    // Shows `clip` and plays it from `position` on where there is a sound device.
    void load(std::shared_ptr<Clip> clip, const QString& title, double expectedSeconds, double position = 0.0);

    Q_INVOKABLE void play();
    Q_INVOKABLE void pause();
    Q_INVOKABLE void toggle();
    Q_INVOKABLE void stop();
    Q_INVOKABLE void seek(double seconds);

signals:
    void stateChanged();
    void availableChanged();
    void clipChanged();
    void positionChanged();
    void durationChanged();

private:
    void setState(State state);
    void measure();
    void startAt(qint64 sample);

    std::unique_ptr<AudioOutput> m_output;
    ClipSource m_source;
    std::shared_ptr<Clip> m_clip;
    QString m_title;
    double m_expectedSeconds = 0.0;
    QList<qreal> m_peaks;
    State m_state = Stopped;
    QTimer m_ticks;   // moves the position while playing
    QTimer m_growth;  // gathers the growth of a clip into ten updates a second
};

}  // namespace parlando::desktop
