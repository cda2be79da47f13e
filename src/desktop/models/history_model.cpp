#include "desktop/models/history_model.h"

#include <algorithm>
#include <chrono>

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>
#include <QNetworkReply>
#include <QSaveFile>
#include <QUrlQuery>

#include "desktop/models/notices.h"
#include "desktop/models/presentation.h"

namespace parlando::desktop {
namespace {

using std::chrono_literals::operator""ms;

constexpr int kPage = 50;
constexpr int kLargestPage = 500;   // what the server gives at once
constexpr int kMostRows = 100'000;  // of a `total` that is believed
constexpr auto kTypingPause = 250ms;
constexpr auto kPollInterval = 2000ms;
constexpr int kTitleLength = 80;

bool isUnfinished(const QString& status) {
    return status == "queued" || status == "generating" || status == "loading_model";
}

// The server's time is UTC, with or without saying so.
QString whenText(const QString& iso) {
    auto when = QDateTime::fromString(iso, Qt::ISODateWithMs);
    if (when.timeSpec() == Qt::LocalTime) {
        when.setTimeSpec(Qt::UTC);
    }
    when = when.toLocalTime();
    const auto days = when.date().daysTo(QDate::currentDate());
    const auto time = QLocale().toString(when.time(), QLocale::ShortFormat);
    if (days == 0) {
        return HistoryModel::tr("Today, %1").arg(time);
    }
    if (days == 1) {
        return HistoryModel::tr("Yesterday, %1").arg(time);
    }
    return QLocale().toString(when, QLocale::ShortFormat);
}

QString pathOf(const QString& family, const QString& id, const QString& rest = {}) {
    return family + QString::fromLatin1(QUrl::toPercentEncoding(id)) + rest;
}

}  // namespace

HistoryModel::HistoryModel(ApiClient& api, Player& player, Notices& notices, QObject* parent)
    : QAbstractListModel(parent), m_api(api), m_player(player), m_notices(notices) {
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPause);
    connect(&m_typing, &QTimer::timeout, this, &HistoryModel::reload);
    m_polling.setSingleShot(true);
    m_polling.setInterval(kPollInterval);
    connect(&m_polling, &QTimer::timeout, this, &HistoryModel::refresh);
    connect(&m_api, &ApiClient::addressChanged, this, &HistoryModel::refresh);
    connect(&m_player, &Player::clipChanged, this, [this] {
        if (!m_fetch || m_player.clip() != m_fetch->clip()) {
            m_playingId.clear();
            emit playingChanged();
        }
    });
}

HistoryModel::~HistoryModel() = default;

void HistoryModel::setSearch(const QString& search) {
    if (search != m_search) {
        m_search = search;
        m_typing.start();
        emit filterChanged();
    }
}

void HistoryModel::setFavouritesOnly(bool favouritesOnly) {
    if (favouritesOnly != m_favouritesOnly) {
        m_favouritesOnly = favouritesOnly;
        emit filterChanged();
        reload();
    }
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> HistoryModel::roleNames() const {
    return {{IdRole, "generationId"},   {TextRole, "spoken"},   {VoiceRole, "voice"}, {WhenRole, "when"},
            {DurationRole, "duration"}, {StatusRole, "status"}, {ErrorRole, "error"}, {FavouriteRole, "favourite"}};
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& row = m_rows[index.row()];
    switch (role) {
        case IdRole:
            return row.value("id").toString();
        case TextRole:
        case Qt::DisplayRole:
            return row.value("text").toString().simplified();
        case VoiceRole:
            return row.value("profile_name").toString(row.value("voice").toString());
        case WhenRole:
            return whenText(row.value("created_at").toString());
        case DurationRole:
            return clockText(row.value("duration").toDouble());
        case StatusRole:
            return row.value("status").toString();
        case ErrorRole:
            return row.value("error").toString();
        case FavouriteRole:
            return row.value("is_favorited").toBool();
        default:
            return {};
    }
}

bool HistoryModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_loading && m_fetched < m_total;
}

void HistoryModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent)) {
        fetch(m_fetched, kPage);
    }
}

void HistoryModel::reload() {
    m_typing.stop();
    fetch(0, kPage);
}

void HistoryModel::refresh() {
    fetch(0, std::clamp(m_fetched, kPage, kLargestPage));
}

void HistoryModel::fetch(int offset, int limit) {
    if (!m_api.isConnected()) {
        return;  // `addressChanged` will come
    }
    QUrlQuery query{{"limit", QString::number(limit)}, {"offset", QString::number(offset)}};
    if (!m_search.trimmed().isEmpty()) {
        query.addQueryItem("search", QString::fromLatin1(QUrl::toPercentEncoding(m_search.trimmed())));
    }
    m_loading = true;
    emit statusChanged();
    const auto generation = ++m_generation;
    m_api.get("/history?" + query.toString(QUrl::FullyEncoded), this,
              [this, generation, offset](const ApiClient::Answer& answer) {
                  if (generation != m_generation) {
                      return;
                  }
                  m_loading = false;
                  if (answer) {
                      m_problem.clear();
                      take(answer->toObject(), offset);
                  } else if (answer.error().code != ErrorCode::cancelled) {
                      m_problem = sentence(answer.error());
                  }
                  emit statusChanged();
              });
}

void HistoryModel::take(const QJsonObject& page, int offset) {
    const auto items = page.value("items").toArray();
    QList<QJsonObject> rows;
    bool unfinished = false;
    for (const auto& item : items) {
        const auto row = item.toObject();
        const bool wanted = !m_favouritesOnly || row.value("is_favorited").toBool();
        if (wanted && !m_hidden.contains(row.value("id").toString())) {
            rows.append(row);
        }
        unfinished = unfinished || isUnfinished(row.value("status").toString());
    }
    m_total = items.isEmpty() ? offset : std::clamp(page.value("total").toInt(), 0, kMostRows);
    m_fetched = offset + static_cast<int>(items.size());
    if (offset == 0) {
        // The same rows with other content keep their place on the screen.
        const bool sameRows = std::ranges::equal(
            rows, m_rows, {}, [](const auto& row) { return row.value("id"); },
            [](const auto& row) { return row.value("id"); });
        if (sameRows) {
            m_rows = rows;
            if (!rows.isEmpty()) {
                emit dataChanged(index(0), index(count() - 1));
            }
        } else {
            beginResetModel();
            m_rows = rows;
            endResetModel();
        }
    } else if (!rows.isEmpty()) {
        beginInsertRows({}, count(), count() + static_cast<int>(rows.size()) - 1);
        m_rows.append(rows);
        endInsertRows();
    }
    if (unfinished) {
        m_polling.start();
    }
    if (m_favouritesOnly && count() < kPage) {
        fetchMore({});
    }
}

int HistoryModel::rowOf(const QString& id) const {
    const auto found = std::ranges::find_if(m_rows, [&](const auto& row) { return row.value("id").toString() == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void HistoryModel::update(const QString& id, const std::function<void(QJsonObject&)>& change) {
    if (const int row = rowOf(id); row >= 0) {
        change(m_rows[row]);
        emit dataChanged(index(row), index(row));
    }
}

void HistoryModel::told(const ApiClient::Answer& answer) {
    if (!answer) {
        m_notices.show(Notices::Problem, sentence(answer.error()));
        refresh();
    }
}

void HistoryModel::play(const QString& id) {
    if (id == m_playingId && m_player.hasClip()) {
        m_player.toggle();
        return;
    }
    const int row = rowOf(id);
    if (row < 0) {
        return;
    }
    const auto title = m_rows[row].value("text").toString().simplified().left(kTitleLength);
    const auto duration = m_rows[row].value("duration").toDouble();
    m_fetch = std::make_unique<AudioFetch>(m_api.openGet(pathOf("/audio/", id)));
    connect(m_fetch.get(), &AudioFetch::started, this, [this, id, title, duration] {
        m_player.load(m_fetch->clip(), title, duration);
        m_playingId = id;
        emit playingChanged();
        if (!m_player.isAvailable()) {
            m_notices.show(Notices::Information,
                           tr("This computer has no sound device. The audio can still be exported."));
        }
    });
    connect(m_fetch.get(), &AudioFetch::failed, this,
            [this](const Error& error) { m_notices.show(Notices::Problem, sentence(error)); });
}

void HistoryModel::toggleFavourite(const QString& id) {
    const int row = rowOf(id);
    if (row < 0) {
        return;
    }
    const bool favourite = !m_rows[row].value("is_favorited").toBool();
    update(id, [favourite](QJsonObject& object) { object.insert("is_favorited", favourite); });
    m_api.post(pathOf("/history/", id, "/favorite"), {}, this,
               [this](const ApiClient::Answer& answer) { told(answer); });
}

void HistoryModel::exportTo(const QString& id, const QUrl& file) {
    const auto path = file.toLocalFile();
    const auto format = QFileInfo(path).suffix().toLower();
    auto* reply = m_api.openGet(pathOf("/history/", id, exportPath(format)));
    if (reply == nullptr) {
        m_notices.show(Notices::Problem, tr("The speech server is starting. Try again in a moment."));
        return;
    }
    connect(reply, &QNetworkReply::finished, this, [this, reply, path] {
        reply->deleteLater();
        const auto bytes = reply->readAll();
        QSaveFile target(path);
        if (const auto error = errorOf(*reply, bytes)) {
            m_notices.show(Notices::Problem, sentence(*error));
        } else if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size() || !target.commit()) {
            m_notices.show(Notices::Problem, tr("%1 cannot be written: %2. Choose another folder.")
                                                 .arg(QFileInfo(path).fileName(), target.errorString()));
        } else {
            m_notices.show(Notices::Success, tr("Saved as %1.").arg(QFileInfo(path).fileName()));
        }
    });
}

void HistoryModel::remove(const QString& id) {
    const int row = rowOf(id);
    if (row < 0) {
        return;
    }
    beginRemoveRows({}, row, row);
    const auto removed = m_rows.takeAt(row);
    endRemoveRows();
    m_hidden.append(id);
    emit statusChanged();
    const auto undo = [this, id, row, removed] {
        m_hidden.removeAll(id);
        const int place = std::min(row, count());
        beginInsertRows({}, place, place);
        m_rows.insert(place, removed);
        endInsertRows();
        emit statusChanged();
    };
    const auto confirm = [this, id] {
        m_api.remove(pathOf("/history/", id), this, [this, id](const ApiClient::Answer& answer) {
            m_hidden.removeAll(id);
            told(answer);
        });
    };
    m_notices.show(Notices::Information, tr("Deleted."), {tr("Undo"), undo, confirm});
}

void HistoryModel::retry(const QString& id) {
    update(id, [](QJsonObject& object) {
        object.insert("status", "queued");
        object.insert("error", QJsonValue::Null);
    });
    m_api.post(pathOf("/generate/", id, "/retry"), {}, this, [this](const ApiClient::Answer& answer) {
        told(answer);
        refresh();
    });
}

void HistoryModel::reuse(const QString& id) {
    if (const int row = rowOf(id); row >= 0) {
        emit reuseRequested(m_rows[row].value("text").toString());
    }
}

}  // namespace parlando::desktop
