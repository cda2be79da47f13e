#include "desktop/models/app_model.h"

#include <utility>

#include "base/version.h"
#include "desktop/backend/backend_log.h"
#include "desktop/drafts.h"
#include "desktop/settings.h"

namespace parlando::desktop {

AppModel::AppModel(Parts parts, QObject* parent)
    : QObject(parent),
      m_preferences(parts.settings, parts.drafts),
      m_player(std::move(parts.output)),
      m_speak(m_api, m_player, parts.settings, parts.drafts, m_notices),
      m_history(m_api, m_player, m_notices),
      m_voices(m_api, m_speak, m_notices),
      m_catalogue(m_api, m_notices),
      m_blend(m_api, m_voices, m_notices),
      m_dictionary(m_api, m_speak, m_notices),
      m_gpu(m_api, parts.drafts, m_notices),
      m_server(parts.settings),
      m_storage(std::move(parts.dataFolder)),
      m_log(parts.log) {
    connect(&m_gpu, &GpuModel::switchRequested, this, &AppModel::switchRequested);
    connect(&m_gpu, &GpuModel::retryRequested, this, &AppModel::retryRequested);
    connect(&m_server, &ServerModel::retryRequested, this, &AppModel::retryRequested);
    connect(&m_server, &ServerModel::addressRequested, this, &AppModel::addressRequested);
    connect(&m_speak, &SpeakModel::made, &m_gpu, &GpuModel::noteSpeed);
    connect(&m_speak, &SpeakModel::kept, &m_history, &HistoryModel::refresh);
    connect(&m_history, &HistoryModel::reuseRequested, this, [this](const QString& text) {
        m_speak.setText(text);
        m_preferences.setPage("speak");
    });
    connect(&m_catalogue, &CatalogueModel::installed, &m_voices, &VoicesModel::refresh);
    connect(&m_voices, &VoicesModel::removed, &m_catalogue, &CatalogueModel::refresh);
    connect(this, &AppModel::retranslated, &m_gpu, &GpuModel::changed);
    connect(this, &AppModel::retranslated, &m_server, &ServerModel::changed);
    connect(this, &AppModel::retranslated, &m_storage, &StorageModel::refresh);
    connect(this, &AppModel::retranslated, &m_voices, &VoicesModel::refresh);
    connect(this, &AppModel::retranslated, &m_history, &HistoryModel::refresh);
    connect(this, &AppModel::retranslated, &m_speak, &SpeakModel::estimateChanged);
    connect(this, &AppModel::retranslated, &m_speak, &SpeakModel::progressChanged);
    for (const auto& problem : {parts.settings.problem(), parts.drafts.problem()}) {
        if (!problem.isEmpty()) {
            m_notices.show(Notices::Problem, problem);
        }
    }
}

QString AppModel::version() const {
    return QString::fromLatin1(kVersion);
}

void AppModel::copy(const QString& text) {
    emit copyRequested(text);
    m_notices.show(Notices::Information, tr("Copied."));
}

void AppModel::setSnapshot(const Snapshot& snapshot) {
    m_gpu.setSnapshot(snapshot);
    m_server.setSnapshot(snapshot);
    // A server that is loading has nothing to say yet, one that is stopping should not be asked any more.
    ServerAddress address;
    if (snapshot.phase == Phase::ready) {
        address = {QUrl(QStringLiteral("http://%1:%2").arg(snapshot.host).arg(snapshot.port)), snapshot.apiKey};
    }
    // Another process on the same port is another server.
    if (m_api.isConnected() && snapshot.instance != m_instance) {
        m_api.setAddress({});
    }
    m_instance = snapshot.instance;
    m_api.setAddress(address);
    if (snapshot.notice.number > m_noticeNumber) {
        m_noticeNumber = snapshot.notice.number;
        m_notices.show(Notices::Problem, snapshot.notice.text);
    }
}

}  // namespace parlando::desktop
