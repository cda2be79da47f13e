#include "desktop/models/dictionary_model.h"

#include <algorithm>

#include <QJsonArray>

#include "desktop/models/notices.h"
#include "desktop/models/presentation.h"
#include "desktop/models/speak_model.h"

namespace parlando::desktop {
namespace {

constexpr qsizetype kMaximumEntries = 10'000;

}  // namespace

DictionaryModel::DictionaryModel(ApiClient& api, SpeakModel& speak, Notices& notices, QObject* parent)
    : QAbstractListModel(parent), m_api(api), m_speak(speak), m_notices(notices) {}

int DictionaryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> DictionaryModel::roleNames() const {
    return {{IdRole, "entryId"}, {WordRole, "word"}, {PronunciationRole, "pronunciation"}, {LanguageRole, "language"}};
}

QVariant DictionaryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
        case IdRole:
            return entry.id;
        case WordRole:
        case Qt::DisplayRole:
            return entry.word;
        case PronunciationRole:
            return entry.pronunciation;
        case LanguageRole:
            return entry.language;
        default:
            return {};
    }
}

void DictionaryModel::refresh() {
    if (!m_api.isConnected()) {
        return;
    }
    m_api.get("/dictionary", this, [this](const ApiClient::Answer& answer) {
        if (answer) {
            take(answer->toObject());
        } else if (answer.error().code != ErrorCode::cancelled) {
            m_notices.show(Notices::Problem, sentence(answer.error()));
        }
    });
}

void DictionaryModel::take(const QJsonObject& answer) {
    const auto list = answer.value("entries").toArray();
    beginResetModel();
    m_entries.clear();
    for (qsizetype i = 0; i < std::min(list.size(), kMaximumEntries); ++i) {
        const auto entry = list[i].toObject();
        m_entries.push_back({entry.value("id").toString(), entry.value("word").toString(),
                             entry.value("pronunciation").toString(), entry.value("language").toString()});
    }
    endResetModel();
    emit changed();
}

void DictionaryModel::save(const QString& id, const QString& word, const QString& pronunciation,
                           const QString& language) {
    if (m_saving) {
        return;
    }
    m_saving = true;
    m_problem.clear();
    emit changed();
    const QJsonObject body{
        {"word", word.trimmed()}, {"pronunciation", pronunciation.trimmed()}, {"language", language.trimmed()}};
    const auto done = [this](const ApiClient::Answer& answer) {
        m_saving = false;
        m_problem = answer ? QString() : sentence(answer.error());
        emit changed();
        if (answer) {
            emit saved();
            refresh();
        }
    };
    if (id.isEmpty()) {
        m_api.post("/dictionary", body, this, done);
    } else {
        m_api.put("/dictionary/" + id, body, this, done);
    }
}

void DictionaryModel::remove(const QString& id) {
    m_api.remove("/dictionary/" + id, this, [this](const ApiClient::Answer& answer) {
        if (!answer) {
            m_notices.show(Notices::Problem, sentence(answer.error()));
        }
        refresh();
    });
}

void DictionaryModel::hear(const QString& word, const QString& pronunciation) {
    const auto said = pronunciation.trimmed();
    const auto isIpa = said.size() > 2 && said.startsWith('/') && said.endsWith('/');
    const auto text = isIpa ? QStringLiteral("[%1](%2)").arg(word.trimmed(), said) : said;
    m_speak.tryVoice(m_speak.voice(), text.isEmpty() ? word.trimmed() : text);
}

}  // namespace parlando::desktop
