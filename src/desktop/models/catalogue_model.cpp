#include "desktop/models/catalogue_model.h"

#include <chrono>
#include <utility>

#include <QJsonArray>
#include <QJsonObject>
#include <QUrlQuery>

#include "desktop/models/notices.h"
#include "desktop/models/presentation.h"

namespace parlando::desktop {
namespace {

constexpr auto kTypingPause = std::chrono::milliseconds(150);
constexpr char kMost[] = "200";  // rows; who wants others searches for them

QString licenceText(const QJsonObject& voice) {
    const auto use = voice.value("use").toString();
    return use == "see_card" ? CatalogueModel::tr("licence in its model card") : voice.value("license").toString();
}

}  // namespace

CatalogueModel::CatalogueModel(ApiClient& api, Notices& notices, QObject* parent)
    : QAbstractListModel(parent), m_api(api), m_notices(notices) {
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPause);
    connect(&m_typing, &QTimer::timeout, this, &CatalogueModel::refresh);
    connect(&m_api, &ApiClient::addressChanged, this, [this] {
        m_events.reset();  // the download has ended with the server
        m_downloading.clear();
        emit progressed();
        if (m_isWaiting) {
            refresh();
        }
    });
}

void CatalogueModel::setSearch(const QString& words) {
    if (std::exchange(m_search, words) != words) {
        searchSoon();
    }
}

void CatalogueModel::setFamily(const QString& family) {
    if (std::exchange(m_family, family) != family) {
        searchSoon();
    }
}

void CatalogueModel::setLanguage(const QString& language) {
    if (std::exchange(m_language, language) != language) {
        searchSoon();
    }
}

void CatalogueModel::setUse(const QString& use) {
    if (std::exchange(m_use, use) != use) {
        searchSoon();
    }
}

void CatalogueModel::searchSoon() {
    m_typing.start();
    emit changed();
}

int CatalogueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> CatalogueModel::roleNames() const {
    return {{IdRole, "voiceId"},
            {NameRole, "name"},
            {LanguageRole, "language"},
            {FactsRole, "facts"},
            {NonCommercialRole, "nonCommercial"}};
}

QVariant CatalogueModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& voice = m_voices[static_cast<std::size_t>(index.row())];
    switch (role) {
        case IdRole:
            return voice.id;
        case NameRole:
        case Qt::DisplayRole:
            return voice.name;
        case LanguageRole:
            return voice.language;
        case FactsRole:
            return voice.facts;
        case NonCommercialRole:
            return voice.isNonCommercial;
        default:
            return {};
    }
}

void CatalogueModel::refresh() {
    m_isWaiting = true;
    if (!m_api.isConnected()) {
        return;
    }
    askForLanguages();
    QUrlQuery query{{"limit", kMost}};
    for (const auto& [name, value] :
         {std::pair("search", m_search), {"family", m_family}, {"language", m_language}, {"use", m_use}}) {
        if (!value.isEmpty()) {
            query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value.left(200))));
        }
    }
    m_api.get("/models/catalogue?" + query.toString(QUrl::FullyEncoded), this,
              [this, question = ++m_question](const ApiClient::Answer& answer) {
                  if (question != m_question || (!answer && answer.error().code == ErrorCode::cancelled)) {
                      return;
                  }
                  m_isWaiting = false;
                  m_problem = answer ? QString() : sentence(answer.error());
                  if (answer) {
                      take(answer->toObject());
                  }
                  emit changed();
              });
}

// They are those of the program: one answer is enough.
void CatalogueModel::askForLanguages() {
    if (!m_languages.isEmpty()) {
        return;
    }
    m_api.get("/models/catalogue/languages", this, [this](const ApiClient::Answer& answer) {
        if (!answer || !m_languages.isEmpty()) {
            return;
        }
        for (const auto& language : answer->toObject().value("languages").toArray()) {
            m_languages.append(language.toObject().value("name").toString());
        }
        emit languagesChanged();
    });
}

void CatalogueModel::take(const QJsonObject& answer) {
    beginResetModel();
    m_voices.clear();
    m_total = answer.value("total").toInt();
    for (const auto& item : answer.value("items").toArray()) {
        const auto voice = item.toObject();
        if (voice.value("downloaded").toBool()) {
            continue;
        }
        const auto bytes = static_cast<qint64>(voice.value("size_mb").toDouble() * 1e6);
        QStringList facts{voice.value("family").toString(), voice.value("quality").toString(), sizeText(bytes),
                          licenceText(voice)};
        facts.removeAll(QString());
        m_voices.push_back({voice.value("model_name").toString(), voice.value("display_name").toString(),
                            voice.value("language_name").toString(), facts.join("  ·  "),
                            voice.value("use").toString() == "non_commercial"});
    }
    endResetModel();
}

void CatalogueModel::download(const QString& id) {
    m_failed.clear();
    m_downloading = id;
    m_progress = 0.0;
    m_progressText.clear();
    emit progressed();
    m_api.post("/models/download", {{"model_name", id}}, this, [this, id](const ApiClient::Answer& answer) {
        if (!answer) {
            fail(id, sentence(answer.error()));
            return;
        }
        m_events = std::make_unique<EventStream>(
            m_api, "/models/progress/" + QString::fromLatin1(QUrl::toPercentEncoding(id)));
        connect(m_events.get(), &EventStream::received, this, &CatalogueModel::onProgress);
        m_events->start();
    });
}

void CatalogueModel::cancel() {
    m_api.post("/models/download/cancel", {{"model_name", m_downloading}}, this, [](const ApiClient::Answer&) {});
}

void CatalogueModel::onProgress(const QJsonObject& event) {
    const auto status = event.value("status").toString();
    const auto id = m_downloading;
    if (id.isEmpty()) {
        return;
    }
    if (status == "error") {
        fail(id, event.value("error").toString());
        return;
    }
    const auto total = static_cast<qint64>(event.value("total").toDouble());
    m_progress = event.value("progress").toDouble() / 100.0;
    m_progressText =
        status == "verifying"
            ? tr("Checking")
            : tr("%1 of %2").arg(sizeText(static_cast<qint64>(event.value("current").toDouble())), sizeText(total));
    if (status == "complete" || status == "cancelled") {
        m_events->stop();
        m_downloading.clear();
    }
    emit progressed();
    if (status == "complete") {
        m_notices.show(Notices::Success, tr("The voice is installed."));
        emit installed(id);
        refresh();
    }
}

void CatalogueModel::fail(const QString& id, const QString& why) {
    if (m_events) {
        m_events->stop();
    }
    m_downloading.clear();
    m_failed = id;
    m_failure = why;
    emit progressed();
}

}  // namespace parlando::desktop
