#pragma once

#include <memory>

#include <QAbstractListModel>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QTimer>
#include <QUrl>

#include "desktop/api/api_client.h"
#include "desktop/api/audio_fetch.h"
#include "desktop/audio/player.h"

namespace parlando::desktop {

class Notices;

// The library of what was spoken, newest first, fetched page by page as it is scrolled.
class HistoryModel : public QAbstractListModel {
    Q_OBJECT
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY filterChanged)
    Q_PROPERTY(bool favouritesOnly READ isFavouritesOnly WRITE setFavouritesOnly NOTIFY filterChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY statusChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY statusChanged)
    Q_PROPERTY(int count READ count NOTIFY statusChanged)
    Q_PROPERTY(QString playingId READ playingId NOTIFY playingChanged)

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TextRole,
        VoiceRole,
        WhenRole,
        DurationRole,
        StatusRole,
        ErrorRole,
        FavouriteRole
    };

    HistoryModel(ApiClient& api, Player& player, Notices& notices, QObject* parent = nullptr);
    ~HistoryModel() override;

    QString search() const { return m_search; }
    void setSearch(const QString& search);
    bool isFavouritesOnly() const { return m_favouritesOnly; }
    void setFavouritesOnly(bool favouritesOnly);
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    int count() const { return static_cast<int>(m_rows.size()); }
    QString playingId() const { return m_playingId; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    // Fetches anew what is shown.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE void play(const QString& id);
    Q_INVOKABLE void toggleFavourite(const QString& id);
    // The format is that of the file's extension.
    Q_INVOKABLE void exportTo(const QString& id, const QUrl& file);
    // The row goes at once, the generation when the notice with "Undo" has gone.
    Q_INVOKABLE void remove(const QString& id);
    // Makes a failed or interrupted one again.
    Q_INVOKABLE void retry(const QString& id);
    // Shows the text on the Speak page.
    Q_INVOKABLE void reuse(const QString& id);

signals:
    void filterChanged();
    void statusChanged();
    void playingChanged();
    void reuseRequested(const QString& text);

private:
    void reload();
    void fetch(int offset, int limit);
    void take(const QJsonObject& page, int offset);
    void update(const QString& id, const std::function<void(QJsonObject&)>& change);
    int rowOf(const QString& id) const;
    void told(const ApiClient::Answer& answer);

    ApiClient& m_api;
    Player& m_player;
    Notices& m_notices;

    QList<QJsonObject> m_rows;  // as the server names things
    QStringList m_hidden;       // removed, and the undo has not gone yet
    int m_fetched = 0;          // of `m_total`, hidden and filtered ones included
    int m_total = 0;
    quint64 m_generation = 0;  // answers to an older question are dropped
    bool m_loading = false;
    QString m_problem;
    QString m_search;
    bool m_favouritesOnly = false;
    QString m_playingId;
    std::unique_ptr<AudioFetch> m_fetch;
    QTimer m_typing;   // waits for the next letter of a search
    QTimer m_polling;  // while something in the list is still being made
};

}  // namespace parlando::desktop
