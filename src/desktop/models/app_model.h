#pragma once

#include <memory>

#include <QObject>

#include "desktop/api/api_client.h"
#include "desktop/audio/player.h"
#include "desktop/models/blend_model.h"
#include "desktop/models/catalogue_model.h"
#include "desktop/models/dictionary_model.h"
#include "desktop/models/gpu_model.h"
#include "desktop/models/history_model.h"
#include "desktop/models/log_model.h"
#include "desktop/models/notices.h"
#include "desktop/models/preferences.h"
#include "desktop/models/server_model.h"
#include "desktop/models/speak_model.h"
#include "desktop/models/storage_model.h"
#include "desktop/models/voices_model.h"

namespace parlando::desktop {

class BackendLog;
class Drafts;
class Settings;

// Everything that the window shows, with what it is made of. It lives as long as the window; backends come
// and go under it.
class AppModel : public QObject {
    Q_OBJECT
    Q_PROPERTY(parlando::desktop::SpeakModel* speak READ speak CONSTANT)
    Q_PROPERTY(parlando::desktop::HistoryModel* history READ history CONSTANT)
    Q_PROPERTY(parlando::desktop::VoicesModel* voices READ voices CONSTANT)
    Q_PROPERTY(parlando::desktop::CatalogueModel* catalogue READ catalogue CONSTANT)
    Q_PROPERTY(parlando::desktop::BlendModel* blend READ blend CONSTANT)
    Q_PROPERTY(parlando::desktop::DictionaryModel* dictionary READ dictionary CONSTANT)
    Q_PROPERTY(parlando::desktop::GpuModel* gpu READ gpu CONSTANT)
    Q_PROPERTY(parlando::desktop::ServerModel* server READ server CONSTANT)
    Q_PROPERTY(parlando::desktop::StorageModel* storage READ storage CONSTANT)
    Q_PROPERTY(parlando::desktop::LogModel* log READ log CONSTANT)
    Q_PROPERTY(parlando::desktop::Preferences* preferences READ preferences CONSTANT)
    Q_PROPERTY(parlando::desktop::Notices* notices READ notices CONSTANT)
    Q_PROPERTY(parlando::desktop::Player* player READ player CONSTANT)
    Q_PROPERTY(QString version READ version CONSTANT)

public:
    // What the application is built on; outlives the model.
    struct Parts {
        Settings& settings;
        Drafts& drafts;
        BackendLog& log;
        std::filesystem::path dataFolder;
        std::unique_ptr<AudioOutput> output;
    };
    explicit AppModel(Parts parts, QObject* parent = nullptr);

    SpeakModel* speak() { return &m_speak; }
    HistoryModel* history() { return &m_history; }
    VoicesModel* voices() { return &m_voices; }
    CatalogueModel* catalogue() { return &m_catalogue; }
    BlendModel* blend() { return &m_blend; }
    DictionaryModel* dictionary() { return &m_dictionary; }
    GpuModel* gpu() { return &m_gpu; }
    ServerModel* server() { return &m_server; }
    StorageModel* storage() { return &m_storage; }
    LogModel* log() { return &m_log; }
    Preferences* preferences() { return &m_preferences; }
    Notices* notices() { return &m_notices; }
    Player* player() { return &m_player; }
    QString version() const;

    void setSnapshot(const Snapshot& snapshot);
    Q_INVOKABLE void copy(const QString& text);

signals:
    // Intents for whoever owns the backend.
    void switchRequested(parlando::desktop::Variant variant);
    void retryRequested();
    void addressRequested(const QString& host, quint16 port, const QString& apiKey);
    // The view has the clipboard.
    void copyRequested(const QString& text);
    // The language has changed: what was said in the old one is said again.
    void retranslated();

private:
    ApiClient m_api;
    Notices m_notices;
    Preferences m_preferences;
    Player m_player;
    SpeakModel m_speak;
    HistoryModel m_history;
    VoicesModel m_voices;
    CatalogueModel m_catalogue;
    BlendModel m_blend;
    DictionaryModel m_dictionary;
    GpuModel m_gpu;
    ServerModel m_server;
    StorageModel m_storage;
    LogModel m_log;
    QString m_instance;
    quint64 m_noticeNumber = 0;
};

}  // namespace parlando::desktop
