#pragma once

#include <memory>

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

#include "desktop/api/audio_fetch.h"
#include "desktop/audio/player.h"
#include "desktop/models/word_track.h"

namespace parlando::desktop {

class ApiClient;
class Drafts;
class EventStream;
class Notices;
class Settings;

// The Speak page: a text, a voice, and speech that is heard while it is being made.
//
//          speak                 first audio            all audio
//   Idle ─────────▶ Waiting ────────────────▶ Making ─────────────▶ Idle (next of the queue)
//     ▲               │  ▲                      │  │
//     │ stop          │  └ server ready again   │  │ server gone or swapped
//     ├───────────────┴─────────────────────────┘  ▼
//     ├── stop ─────────────────────────────── Interrupted ── resume ──▶ Waiting
//     └── stop, speak ── Failed ◀── any other error
class SpeakModel : public QObject {
    Q_OBJECT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(int cursorPosition READ cursorPosition WRITE setCursorPosition NOTIFY cursorPositionChanged)
    Q_PROPERTY(QString voice READ voice WRITE setVoice NOTIFY choiceChanged)
    Q_PROPERTY(double speed READ speed WRITE setSpeed NOTIFY choiceChanged)
    Q_PROPERTY(int characterCount READ characterCount NOTIFY textChanged)
    Q_PROPERTY(int characterLimit READ characterLimit CONSTANT)
    Q_PROPERTY(bool overLimit READ isOverLimit NOTIFY textChanged)
    Q_PROPERTY(QString estimateText READ estimateText NOTIFY estimateChanged)
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged)
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(QString statusText READ statusText NOTIFY progressChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(bool canSpeak READ canSpeak NOTIFY canSpeakChanged)
    Q_PROPERTY(bool canSave READ canSave NOTIFY canSaveChanged)
    Q_PROPERTY(bool saving READ isSaving NOTIFY canSaveChanged)
    Q_PROPERTY(int queueLength READ queueLength NOTIFY queueChanged)
    // The word that is heard now, as places in `text`; -1 where there is none, or the text is another one by now.
    Q_PROPERTY(int wordBegin READ wordBegin NOTIFY wordChanged)
    Q_PROPERTY(int wordEnd READ wordEnd NOTIFY wordChanged)

public:
    enum State { Idle, Waiting, Making, Interrupted, Failed };
    Q_ENUM(State)

    SpeakModel(ApiClient& api, Player& player, Settings& settings, Drafts& drafts, Notices& notices,
               QObject* parent = nullptr);
    ~SpeakModel() override;

    QString text() const { return m_text; }
    void setText(const QString& text);
    int cursorPosition() const { return m_cursorPosition; }
    void setCursorPosition(int position);
    QString voice() const;
    void setVoice(const QString& voice);
    double speed() const;
    void setSpeed(double speed);

    int characterCount() const { return static_cast<int>(m_text.size()); }
    int characterLimit() const;
    bool isOverLimit() const { return characterCount() > characterLimit(); }
    QString estimateText() const;
    State state() const { return m_state; }
    bool isBusy() const { return m_state == Waiting || m_state == Making; }
    double progress() const;  // 0 to 1, by the estimated duration
    QString statusText() const;
    QString problem() const { return m_problem; }
    bool canSpeak() const;
    bool canSave() const;
    bool isSaving() const { return m_saving; }
    int queueLength() const { return static_cast<int>(m_queue.size()); }
    int wordBegin() const { return m_word.begin; }
    int wordEnd() const { return m_word.end; }

    // While something is being made or heard, the text waits in the queue for its turn.
    Q_INVOKABLE void speak();
    // Ends what is being made and heard, and empties the queue.
    Q_INVOKABLE void stop();
    Q_INVOKABLE void resume();
    // Writes what was spoken last; the format is that of the file's extension (wav, flac, mp3, opus), or its captions
    // (srt, vtt).
    Q_INVOKABLE void save(const QUrl& file);
    Q_INVOKABLE void clear() { setText({}); }

    // Says `text` now in a voice that need not be the chosen one, outside the library: to try it.
    void tryVoice(const QString& voice, const QString& text);

signals:
    void textChanged();
    void cursorPositionChanged();
    void choiceChanged();
    void estimateChanged();
    void stateChanged();
    void progressChanged();
    void canSpeakChanged();
    void canSaveChanged();
    void queueChanged();
    void wordChanged();
    // All of an order has been made; so many seconds of speech in one second.
    void made(double secondsPerSecond);
    // The library has a new generation.
    void kept();

private:
    enum class Keep { inLibrary, nowhere };
    struct Order {
        QString text;
        QString voice;
        double speed = 1.0;
        Keep keep = Keep::inLibrary;
    };

    static QJsonObject bodyOf(const Order& order, const QString& format);
    void begin(const Order& order);
    void next();
    void onStarted();
    void onFinished();
    void onFailed(const Error& error);
    void saveDraft();
    void setState(State state, const QString& problem = {});
    void saveFromServer(const QString& path, const QString& format);
    void followWords();
    void showWord();

    ApiClient& m_api;
    Player& m_player;
    Settings& m_settings;
    Drafts& m_drafts;
    Notices& m_notices;

    QString m_text;
    int m_cursorPosition = 0;

    State m_state = Idle;
    QString m_problem;
    Order m_order;  // being made, or made last
    QList<Order> m_queue;
    std::unique_ptr<AudioFetch> m_fetch;
    std::shared_ptr<Clip> m_clip;  // of m_order
    QString m_generationId;        // of m_order in the library; empty where it is not kept
    QElapsedTimer m_making;        // since the first audio
    double m_heardUntil = 0.0;     // seconds to skip after an interruption
    bool m_saving = false;
    std::unique_ptr<EventStream> m_wordEvents;  // of m_generationId
    WordTrack m_words;                          // of m_order
    WordTrack::Place m_word;                    // that is heard
};

}  // namespace parlando::desktop
