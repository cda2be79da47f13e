#include "desktop/models/voices_model.h"

#include <algorithm>
#include <chrono>

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QUrl>

#include "desktop/models/notices.h"
#include "desktop/models/presentation.h"
#include "desktop/models/speak_model.h"

namespace parlando::desktop {
namespace {

constexpr auto kRetryAfter = std::chrono::seconds(1);
constexpr qsizetype kMaximumVoices = 10'000;

}  // namespace

QString languageName(const QString& code) {
    const QLocale locale(code);
    if (locale == QLocale::c()) {
        return code;
    }
    const auto language = QLocale::languageToString(locale.language());
    if (!code.contains('-') && !code.contains('_')) {
        return language;
    }
    return QStringLiteral("%1 (%2)").arg(language, QLocale::territoryToString(locale.territory()));
}

VoicesModel::VoicesModel(ApiClient& api, SpeakModel& speak, Notices& notices, QObject* parent)
    : QAbstractListModel(parent), m_api(api), m_speak(speak), m_notices(notices) {
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryAfter);
    connect(&m_retry, &QTimer::timeout, this, &VoicesModel::refresh);
    connect(&m_api, &ApiClient::addressChanged, this, &VoicesModel::refresh);
    connect(&m_speak, &SpeakModel::choiceChanged, this, [this] {
        emit currentChanged();
        if (count() > 0) {
            emit dataChanged(index(0), index(count() - 1), {CurrentRole});
        }
    });
}

QString VoicesModel::current() const {
    const auto row = currentRow();
    return row < 0 ? QString() : m_voices[static_cast<std::size_t>(row)].id;
}

void VoicesModel::setCurrent(const QString& id) {
    m_speak.setVoice(id);
}

QString VoicesModel::currentName() const {
    const auto row = currentRow();
    return row < 0 ? QString() : m_voices[static_cast<std::size_t>(row)].name;
}

int VoicesModel::currentRow() const {
    const auto found = std::ranges::find(m_voices, m_speak.voice(), &Voice::id);
    if (found == m_voices.end()) {
        return m_voices.empty() ? -1 : 0;
    }
    return static_cast<int>(found - m_voices.begin());
}

int VoicesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> VoicesModel::roleNames() const {
    return {{IdRole, "voiceId"},        {NameRole, "name"},
            {LanguageRole, "language"}, {DescriptionRole, "description"},
            {LicenceRole, "licence"},   {SizeRole, "size"},
            {InitialRole, "initial"},   {CurrentRole, "current"},
            {LoadedRole, "loaded"},     {RemovableRole, "removable"},
            {ProblemRole, "problem"}};
}

QVariant VoicesModel::data(const QModelIndex& index, int role) const {
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
            return languageName(voice.language);
        case DescriptionRole:
            return voice.description;
        case LicenceRole:
            return voice.licence;
        case SizeRole:
            return voice.bytes > 0 ? sizeText(voice.bytes) : QString();
        case InitialRole:
            return voice.name.left(1).toUpper();
        case LoadedRole:
            return voice.isLoaded;
        case RemovableRole:
            return voice.isRemovable;
        case ProblemRole:
            return voice.problem;
        case CurrentRole:
            return voice.id == current();
        default:
            return {};
    }
}

void VoicesModel::refresh() {
    if (!m_api.isConnected()) {
        return;
    }
    m_loading = true;
    emit changed();
    m_api.get("/v1/audio/voices", this, [this](const ApiClient::Answer& answer) {
        m_loading = false;
        m_problem.clear();
        if (answer) {
            take(answer->toObject());
            refreshStatus();
        } else if (answer.error().code == ErrorCode::busy) {
            m_loading = true;
            m_retry.start();
        } else if (answer.error().code != ErrorCode::cancelled) {
            m_problem = sentence(answer.error());
        }
        emit changed();
    });
}

std::vector<VoicesModel::Group> VoicesModel::groups() const {
    std::vector<Group> groups;
    for (const auto& voice : m_voices) {
        if (voice.speakers.size() > 1) {
            groups.push_back({voice.id, voice.name, voice.speakers});
        }
    }
    return groups;
}

void VoicesModel::take(const QJsonObject& answer) {
    const auto list = answer.value("voices").toArray();
    beginResetModel();
    m_voices.clear();
    for (qsizetype i = 0; i < std::min(list.size(), kMaximumVoices); ++i) {
        const auto voice = list[i].toObject();
        const auto id = voice.value("id").toString();
        const auto blend = voice.value("blend").toString();
        m_voices.push_back({id, voice.value("name").toString(id), voice.value("language").toString(),
                            blend.isEmpty() ? voice.value("description").toString() : tr("A blend: %1").arg(blend),
                            voice.value("license").toString(),
                            blend.isEmpty() ? static_cast<qint64>(voice.value("size_bytes").toDouble()) : 0,
                            voice.value("speakers").toVariant().toStringList()});
    }
    endResetModel();
    emit currentChanged();
}

bool VoicesModel::isAnyLoaded() const {
    return std::ranges::any_of(m_voices, &Voice::isLoaded);
}

void VoicesModel::refreshStatus() {
    m_api.get("/models/status", this, [this](const ApiClient::Answer& answer) {
        if (answer) {
            takeStatus(answer->toObject());
        }
    });
}

void VoicesModel::takeStatus(const QJsonObject& answer) {
    for (const auto& item : answer.value("models").toArray()) {
        const auto model = item.toObject();
        const auto id = model.value("model_name").toString();
        const auto problem = model.value("problem").toString();
        auto found = std::ranges::find(m_voices, id, &Voice::id);
        if (found == m_voices.end() && !problem.isEmpty() && count() < kMaximumVoices) {
            beginInsertRows({}, count(), count());  // one that cannot be used is told here only
            m_voices.push_back({id, model.value("display_name").toString(id)});
            m_voices.back().problem = problem;
            endInsertRows();
            emit currentChanged();
            found = m_voices.end() - 1;
        }
        if (found != m_voices.end()) {
            found->isLoaded = model.value("loaded").toBool();
            found->isRemovable = model.value("removable").toBool();
        }
    }
    if (count() > 0) {
        emit dataChanged(index(0), index(count() - 1), {LoadedRole, RemovableRole});
    }
    emit changed();
}

void VoicesModel::remove(const QString& id) {
    m_api.remove("/models/" + QString::fromLatin1(QUrl::toPercentEncoding(id)), this,
                 [this](const ApiClient::Answer& answer) {
                     if (!answer) {
                         m_notices.show(Notices::Problem, sentence(answer.error()));
                     }
                     refresh();
                     emit removed();
                 });
}

void VoicesModel::add(const QUrl& file) {
    if (!file.isLocalFile()) {
        m_notices.show(Notices::Problem, tr("Only files and folders of this computer can be added."));
        return;
    }
    auto path = file.toLocalFile();
    if (path.endsWith(".onnx.json")) {  // belongs to the .onnx beside it, which may have been dropped as well
        path.chop(QStringLiteral(".json").size());
    }
    if (m_toAdd.contains(path)) {
        return;
    }
    m_toAdd.append(path);
    if (m_toAdd.size() == 1) {
        addNext();
    }
}

void VoicesModel::addNext() {
    m_notices.show(Notices::Information, tr("The voice is being read."));
    m_api.post("/models/import", {{"path", m_toAdd.first()}}, this, [this](const ApiClient::Answer& answer) {
        m_toAdd.removeFirst();
        if (!answer) {
            m_notAdded.append(sentence(answer.error()));
        }
        refresh();
        if (!m_toAdd.isEmpty()) {
            addNext();
            return;
        }
        m_notices.show(m_notAdded.isEmpty() ? Notices::Success : Notices::Problem,
                       m_notAdded.isEmpty() ? tr("The voice is installed.") : m_notAdded.join(' '));
        m_notAdded.clear();
    });
}

void VoicesModel::unload() {
    m_api.post("/models/unload", {}, this, [this](const ApiClient::Answer& answer) {
        if (!answer) {
            m_notices.show(Notices::Problem, sentence(answer.error()));
        }
        refreshStatus();
    });
}

QString VoicesModel::idAt(int row) const {
    return row >= 0 && row < count() ? m_voices[static_cast<std::size_t>(row)].id : QString();
}

void VoicesModel::tryVoice(const QString& id, const QString& sentence) {
    const auto text = sentence.trimmed();
    m_speak.tryVoice(id, text.isEmpty() ? tr("Hello. This is how I sound when I read to you.") : text);
}

}  // namespace parlando::desktop
