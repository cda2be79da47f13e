#include "desktop/models/blend_model.h"

#include <algorithm>
#include <numeric>

#include <QJsonObject>
#include <QLocale>

#include "desktop/models/notices.h"
#include "desktop/models/presentation.h"

namespace parlando::desktop {
namespace {

// Names with a sign of the blend's own grammar are said by number.
QString nameOf(const QStringList& speakers, int speaker) {
    const auto& name = speakers[speaker];
    const bool isPlain = name == name.trimmed() &&
                         std::ranges::none_of(QStringLiteral("+():"), [&](QChar sign) { return name.contains(sign); });
    return isPlain ? name : QString::number(speaker);
}

}  // namespace

BlendModel::BlendModel(ApiClient& api, VoicesModel& voices, Notices& notices, QObject* parent)
    : QAbstractListModel(parent), m_api(api), m_voicesModel(voices), m_notices(notices) {
    connect(&m_voicesModel, &QAbstractItemModel::modelReset, this, &BlendModel::takeVoices);
}

QStringList BlendModel::voiceNames() const {
    QStringList names;
    for (const auto& voice : m_voices) {
        names.append(voice.name);
    }
    return names;
}

QStringList BlendModel::speakers() const {
    return m_voiceRow < 0 ? QStringList() : m_voices[static_cast<std::size_t>(m_voiceRow)].speakers;
}

// What is being mixed stays as long as its voice is there with the same speakers.
void BlendModel::takeVoices() {
    auto voices = m_voicesModel.groups();
    if (voices == m_voices) {
        return;
    }
    const auto before = m_voiceRow < 0 ? VoicesModel::Group() : m_voices[static_cast<std::size_t>(m_voiceRow)];
    m_voices = std::move(voices);
    const auto same = std::ranges::find(m_voices, before);
    if (same != m_voices.end()) {
        m_voiceRow = static_cast<int>(same - m_voices.begin());
        emit changed();
        return;
    }
    m_voiceRow = m_voices.empty() ? -1 : 0;
    begin();
}

void BlendModel::setVoiceRow(int row) {
    if (row != m_voiceRow && row >= 0 && row < static_cast<int>(m_voices.size())) {
        m_voiceRow = row;
        begin();
    }
}

void BlendModel::begin() {
    beginResetModel();
    m_parts.clear();
    for (int speaker = 0; speaker < std::min<int>(2, static_cast<int>(speakers().size())); ++speaker) {
        m_parts.push_back({speaker});
    }
    endResetModel();
    edited();
}

void BlendModel::edited() {
    m_failure.clear();
    if (count() > 0) {
        emit dataChanged(index(0), index(count() - 1));  // every share depends on all parts
    }
    emit changed();
}

bool BlendModel::isIn(int speaker) const {
    return std::ranges::find(m_parts, speaker, &Part::speaker) != m_parts.end();
}

int BlendModel::firstThatIsNotIn() const {
    int speaker = 0;
    while (isIn(speaker)) {
        ++speaker;
    }
    return speaker;
}

bool BlendModel::isAnyTwice() const {
    return std::ranges::any_of(
        m_parts, [this](const Part& part) { return std::ranges::count(m_parts, part.speaker, &Part::speaker) > 1; });
}

bool BlendModel::canAdd() const {
    return count() < kMostSpeakers && firstThatIsNotIn() < speakers().size();
}

void BlendModel::setName(const QString& name) {
    m_name = name.left(100);
    edited();
}

QString BlendModel::problem() const {
    return isAnyTwice() ? tr("Choose each speaker only once.") : m_failure;
}

int BlendModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> BlendModel::roleNames() const {
    return {{SpeakerRole, "speaker"}, {PartsRole, "parts"}, {ShareRole, "share"}};
}

QVariant BlendModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& part = m_parts[static_cast<std::size_t>(index.row())];
    switch (role) {
        case SpeakerRole:
            return part.speaker;
        case PartsRole:
            return part.parts;
        case ShareRole: {
            const auto add = [](int sum, const Part& other) { return sum + other.parts; };
            const int total = std::accumulate(m_parts.begin(), m_parts.end(), 0, add);
            return tr("%1 %").arg(QLocale().toString(100.0 * part.parts / total, 'f', 0));
        }
        default:
            return {};
    }
}

void BlendModel::add() {
    if (canAdd()) {
        beginInsertRows({}, count(), count());
        m_parts.push_back({firstThatIsNotIn()});
        endInsertRows();
        edited();
    }
}

void BlendModel::removeAt(int row) {
    if (row >= 0 && row < count() && count() > 1) {
        beginRemoveRows({}, row, row);
        m_parts.erase(m_parts.begin() + row);
        endRemoveRows();
        edited();
    }
}

void BlendModel::setSpeaker(int row, int speaker) {
    if (row >= 0 && row < count() && speaker >= 0 && speaker < speakers().size()) {
        m_parts[static_cast<std::size_t>(row)].speaker = speaker;
        edited();
    }
}

void BlendModel::setParts(int row, int parts) {
    if (row >= 0 && row < count()) {
        m_parts[static_cast<std::size_t>(row)].parts = std::clamp(parts, 1, kMostParts);
        edited();
    }
}

QString BlendModel::blend() const {
    if (m_voiceRow < 0) {
        return {};
    }
    QStringList terms;
    for (const auto& part : m_parts) {
        terms.append(QStringLiteral("%1(%2)").arg(nameOf(speakers(), part.speaker)).arg(part.parts));
    }
    return m_voices[static_cast<std::size_t>(m_voiceRow)].id + ':' + terms.join('+');
}

void BlendModel::tryIt(const QString& sentence) {
    if (canTry()) {
        m_voicesModel.tryVoice(blend(), sentence);
    }
}

void BlendModel::save() {
    if (!canSave()) {
        return;
    }
    m_saving = true;
    edited();
    const auto name = m_name.trimmed();
    m_api.post("/models/blend", {{"name", name}, {"voice", blend()}}, this,
               [this, name](const ApiClient::Answer& answer) {
                   m_saving = false;
                   if (!answer) {
                       m_failure = sentence(answer.error());
                       emit changed();
                       return;
                   }
                   m_name.clear();
                   edited();
                   m_notices.show(Notices::Success, tr("%1 is among your voices now.").arg(name));
                   m_voicesModel.refresh();
                   emit saved(answer->toObject().value("model_name").toString());
               });
}

}  // namespace parlando::desktop
