#include "desktop/models/speak_model.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkReply>
#include <QSaveFile>

#include "desktop/api/api_client.h"
#include "desktop/api/event_stream.h"
#include "desktop/drafts.h"
#include "desktop/models/notices.h"
#include "desktop/models/presentation.h"
#include "desktop/settings.h"

namespace parlando::desktop {
namespace {

constexpr int kCharacterLimit = 50'000;  // what the server accepts
constexpr const char* kDraft = "speak";
constexpr const char* kSpeech = "/generate/stream";
constexpr int kTitleLength = 80;
constexpr double kSlowest = 0.5;
constexpr double kFastest = 2.0;
constexpr double kLeastMeasuredSeconds = 1.0;  // of speech; less says nothing about the speed
constexpr qint64 kNanosecondsPerSecond = 1'000'000'000;

}  // namespace

SpeakModel::SpeakModel(ApiClient& api, Player& player, Settings& settings, Drafts& drafts, Notices& notices,
                       QObject* parent)
    : QObject(parent), m_api(api), m_player(player), m_settings(settings), m_drafts(drafts), m_notices(notices) {
    const auto draft = m_drafts.draft(kDraft);
    m_text =
        draft.value("text").toString(tr("Good morning. I am Parlando, and everything you type here is spoken on your "
                                        "own machine."));
    m_cursorPosition = draft.value("cursor").toInt();
    connect(&m_settings, &Settings::changed, this, &SpeakModel::choiceChanged);
    connect(&m_settings, &Settings::changed, this, &SpeakModel::estimateChanged);
    connect(&m_api, &ApiClient::addressChanged, this, [this] {
        emit canSpeakChanged();
        // What had not begun when the server went has lost nothing: it is asked for again by itself.
        if (m_state == Waiting && m_fetch == nullptr && m_api.isConnected()) {
            begin(m_order);
        }
    });
    connect(&m_player, &Player::stateChanged, this, [this] {
        if (m_player.state() == Player::Stopped && m_state == Idle) {
            next();
        }
    });
    connect(&m_player, &Player::durationChanged, this, &SpeakModel::progressChanged);
    connect(&m_player, &Player::positionChanged, this, &SpeakModel::showWord);
    connect(&m_player, &Player::stateChanged, this, &SpeakModel::showWord);
    connect(this, &SpeakModel::textChanged, this, &SpeakModel::showWord);
}

SpeakModel::~SpeakModel() = default;

void SpeakModel::saveDraft() {
    m_drafts.set(kDraft, {{"text", m_text}, {"cursor", m_cursorPosition}});
}

void SpeakModel::setText(const QString& text) {
    if (text == m_text) {
        return;
    }
    m_text = text;
    saveDraft();
    emit textChanged();
    emit estimateChanged();
    emit canSpeakChanged();
}

void SpeakModel::setCursorPosition(int position) {
    if (std::exchange(m_cursorPosition, position) != position) {
        saveDraft();
        emit cursorPositionChanged();
    }
}

QString SpeakModel::voice() const {
    return m_settings.values().voice;
}

void SpeakModel::setVoice(const QString& voice) {
    auto values = m_settings.values();
    values.voice = voice;
    m_settings.set(values);
}

double SpeakModel::speed() const {
    return m_settings.values().speed;
}

void SpeakModel::setSpeed(double speed) {
    auto values = m_settings.values();
    values.speed = std::clamp(speed, kSlowest, kFastest);
    m_settings.set(values);
}

int SpeakModel::characterLimit() const {
    return kCharacterLimit;
}

QString SpeakModel::estimateText() const {
    return m_text.trimmed().isEmpty() ? QString() : aboutText(estimatedSeconds(m_text, speed()));
}

double SpeakModel::progress() const {
    if (!m_clip || m_state != Making) {
        return 0.0;
    }
    const double expected = estimatedSeconds(m_order.text, m_order.speed);
    // The estimate may be short; only the end is the end.
    return std::min(0.99, m_clip->seconds() / std::max(expected, 0.1));
}

QString SpeakModel::statusText() const {
    switch (m_state) {
        case Waiting:
            return m_api.isConnected() ? tr("Preparing the first words…") : tr("Waiting for the speech server…");
        case Making:
            return tr("Speaking: %1 made so far").arg(clockText(m_clip ? m_clip->seconds() : 0.0));
        case Interrupted:
        case Failed:
            return m_problem;
        case Idle:
            break;
    }
    return {};
}

bool SpeakModel::canSpeak() const {
    return !m_text.trimmed().isEmpty() && !isOverLimit();
}

bool SpeakModel::canSave() const {
    return m_clip && m_state == Idle && !m_saving;
}

void SpeakModel::setState(State state, const QString& problem) {
    m_problem = problem;
    m_state = state;
    emit stateChanged();
    emit progressChanged();
    emit canSaveChanged();
}

void SpeakModel::speak() {
    if (!canSpeak()) {
        return;
    }
    const Order order{m_text, voice(), speed()};
    if (isBusy() || m_player.state() == Player::Playing) {
        m_queue.append(order);
        emit queueChanged();
        return;
    }
    m_heardUntil = 0.0;
    begin(order);
}

void SpeakModel::tryVoice(const QString& voice, const QString& text) {
    stop();
    m_heardUntil = 0.0;
    begin({text, voice, 1.0, Keep::nowhere});
}

QJsonObject SpeakModel::bodyOf(const Order& order, const QString& format) {
    QJsonObject body{{"text", order.text}, {"speed", order.speed}, {"format", format}};
    if (!order.voice.isEmpty()) {
        body.insert("voice", order.voice);
    }
    return body;
}

void SpeakModel::begin(const Order& order) {
    m_order = order;
    m_clip.reset();
    m_generationId.clear();
    m_fetch.reset();
    m_wordEvents.reset();
    m_words.setText(order.text);
    setState(Waiting);
    if (!m_api.isConnected()) {
        return;
    }
    auto body = bodyOf(order, "wav");
    body.insert("save", order.keep == Keep::inLibrary);
    m_fetch = std::make_unique<AudioFetch>(m_api.openPost(kSpeech, body));
    connect(m_fetch.get(), &AudioFetch::started, this, &SpeakModel::onStarted);
    connect(m_fetch.get(), &AudioFetch::finished, this, &SpeakModel::onFinished);
    connect(m_fetch.get(), &AudioFetch::failed, this, &SpeakModel::onFailed);
}

void SpeakModel::onStarted() {
    m_clip = m_fetch->clip();
    m_generationId = m_fetch->generationId();
    followWords();
    m_making.start();
    const auto title = m_order.text.simplified().left(kTitleLength);
    m_player.load(m_clip, title, estimatedSeconds(m_order.text, m_order.speed), m_heardUntil);
    setState(Making);
}

void SpeakModel::onFinished() {
    const auto elapsed = m_making.nsecsElapsed();
    m_fetch.release()->deleteLater();
    setState(Idle);
    if (m_clip->seconds() >= kLeastMeasuredSeconds && elapsed > 0) {
        emit made(m_clip->seconds() * kNanosecondsPerSecond / static_cast<double>(elapsed));
    }
    if (!m_generationId.isEmpty()) {
        emit kept();
    }
    if (m_player.state() != Player::Playing) {
        next();
    }
}

void SpeakModel::onFailed(const Error& error) {
    m_fetch.release()->deleteLater();
    const bool serverWent = error.code == ErrorCode::cancelled || error.code == ErrorCode::io;
    if (!serverWent) {
        setState(Failed, sentence(error));
    } else if (m_clip) {
        setState(
            Interrupted,
            tr("Interrupted after %1, because the speech server was restarted.").arg(clockText(m_clip->seconds())));
    } else {
        setState(Waiting);
        // The address may have changed before this was told.
        if (m_api.isConnected() && error.code == ErrorCode::cancelled) {
            begin(m_order);
        }
    }
}

// The words come as the speech is made, and all at once where it has been made already.
void SpeakModel::followWords() {
    if (m_generationId.isEmpty()) {
        return;
    }
    m_wordEvents = std::make_unique<EventStream>(m_api, "/generate/" + m_generationId + "/words");
    connect(m_wordEvents.get(), &EventStream::received, this, [this](const QJsonObject& event) {
        m_words.add(event.value("words").toArray());
        showWord();
        if (event.value("status").toString() != "generating") {
            m_wordEvents->stop();
        }
    });
    m_wordEvents->start();
}

void SpeakModel::showWord() {
    const bool isHeard = m_player.state() != Player::Stopped && m_clip && m_player.clip() == m_clip;
    const auto word = isHeard && m_text == m_order.text ? m_words.at(m_player.position()) : WordTrack::Place();
    if (std::exchange(m_word, word) != word) {
        emit wordChanged();
    }
}

void SpeakModel::next() {
    if (m_queue.isEmpty() || isBusy()) {
        return;
    }
    const auto order = m_queue.takeFirst();
    emit queueChanged();
    m_heardUntil = 0.0;
    begin(order);
}

void SpeakModel::stop() {
    m_queue.clear();
    emit queueChanged();
    if (m_fetch) {
        m_fetch.reset();
        if (m_clip) {
            m_clip->complete();
        }
    }
    setState(Idle);
    m_player.stop();
}

void SpeakModel::resume() {
    if (m_state != Interrupted) {
        return;
    }
    // What was heard is not said again. Where it still plays, the new speech takes over at that place.
    m_heardUntil = m_player.clip() == m_clip ? m_player.position() : 0.0;
    begin(m_order);
}

void SpeakModel::save(const QUrl& file) {
    if (!canSave()) {
        return;
    }
    const auto path = file.toLocalFile();
    const auto format = QFileInfo(path).suffix().toLower();
    if (format == "wav") {
        if (const auto saved = m_clip->saveWav(path); !saved) {
            m_notices.show(Notices::Problem, sentence(saved.error()));
        } else {
            m_notices.show(Notices::Success, tr("Saved as %1.").arg(QFileInfo(path).fileName()));
        }
        return;
    }
    saveFromServer(path, format);
}

// The server has the encoders, and the speech as well where the library keeps it; captions are of what it keeps.
void SpeakModel::saveFromServer(const QString& path, const QString& format) {
    const bool captions = isCaptions(format);
    if (captions && m_generationId.isEmpty()) {
        m_notices.show(Notices::Problem, tr("There are no captions of a voice's sample. Speak the text first."));
        return;
    }
    auto* reply = m_generationId.isEmpty() ? m_api.openPost(kSpeech, bodyOf(m_order, format))
                                           : m_api.openGet("/history/" + m_generationId + exportPath(format));
    if (reply == nullptr) {
        m_notices.show(Notices::Problem, tr("The speech server is starting. Try again in a moment, or save as WAV."));
        return;
    }
    m_saving = true;
    emit canSaveChanged();
    connect(reply, &QNetworkReply::finished, this, [this, reply, path] {
        reply->deleteLater();
        m_saving = false;
        emit canSaveChanged();
        const auto bytes = reply->readAll();
        if (const auto error = errorOf(*reply, bytes)) {
            m_notices.show(Notices::Problem, sentence(*error));
            return;
        }
        QSaveFile target(path);
        if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size() || !target.commit()) {
            m_notices.show(Notices::Problem, tr("%1 cannot be written: %2. Choose another folder.")
                                                 .arg(QFileInfo(path).fileName(), target.errorString()));
            return;
        }
        m_notices.show(Notices::Success, tr("Saved as %1.").arg(QFileInfo(path).fileName()));
    });
}

}  // namespace parlando::desktop
