#pragma once

#include <memory>
#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QTimer>

#include "desktop/api/api_client.h"
#include "desktop/api/event_stream.h"

namespace parlando::desktop {

class Notices;

// The published voices that are not here yet, and the download of one of them.
class CatalogueModel : public QAbstractListModel {
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(int total READ total NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY changed)
    Q_PROPERTY(QString family READ family WRITE setFamily NOTIFY changed)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY changed)
    Q_PROPERTY(QStringList languages READ languages NOTIFY languagesChanged)
    Q_PROPERTY(QString use READ use WRITE setUse NOTIFY changed)
    Q_PROPERTY(QString downloading READ downloading NOTIFY progressed)
    Q_PROPERTY(double progress READ progress NOTIFY progressed)
    Q_PROPERTY(QString progressText READ progressText NOTIFY progressed)
    Q_PROPERTY(QString failed READ failed NOTIFY progressed)
    Q_PROPERTY(QString failure READ failure NOTIFY progressed)

public:
    enum Role { IdRole = Qt::UserRole + 1, NameRole, LanguageRole, FactsRole, NonCommercialRole };

    CatalogueModel(ApiClient& api, Notices& notices, QObject* parent = nullptr);

    int count() const { return static_cast<int>(m_voices.size()); }
    int total() const { return m_total; }  // that fit; the list has the first of them
    QString problem() const { return m_problem; }
    QString search() const { return m_search; }  // words of the name or the language
    void setSearch(const QString& words);
    QString family() const { return m_family; }  // empty: any
    void setFamily(const QString& family);
    QString language() const { return m_language; }  // one of `languages`; empty: any
    void setLanguage(const QString& language);
    QStringList languages() const { return m_languages; }  // of the catalogue, in English
    QString use() const { return m_use; }                  // as in the REST interface; empty: any licence
    void setUse(const QString& use);

    QString downloading() const { return m_downloading; }  // id; empty: none
    double progress() const { return m_progress; }
    QString progressText() const { return m_progressText; }
    QString failed() const { return m_failed; }  // id of the voice whose download ended badly
    QString failure() const { return m_failure; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void download(const QString& id);
    Q_INVOKABLE void cancel();

signals:
    void changed();
    void languagesChanged();
    void progressed();
    void installed(const QString& id);

private:
    struct Voice {
        QString id;
        QString name;
        QString language;
        QString facts;
        bool isNonCommercial = false;
    };

    void searchSoon();
    void askForLanguages();
    void take(const QJsonObject& answer);
    void onProgress(const QJsonObject& event);
    void fail(const QString& id, const QString& why);

    ApiClient& m_api;
    Notices& m_notices;
    std::vector<Voice> m_voices;
    int m_total = 0;
    QString m_problem;
    QString m_search;
    QString m_family;
    QString m_language;
    QStringList m_languages;
    QString m_use;
    QTimer m_typing;           // a search begins when no key was pressed for a moment
    int m_question = 0;        // the number of the last search: answers to earlier ones are late
    bool m_isWaiting = false;  // for the answer; a server that comes is asked again
    std::unique_ptr<EventStream> m_events;
    QString m_downloading;
    double m_progress = 0.0;
    QString m_progressText;
    QString m_failed;
    QString m_failure;
};

}  // namespace parlando::desktop
