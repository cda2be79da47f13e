#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QJsonObject>
#include <QString>

#include "desktop/api/api_client.h"

namespace parlando::desktop {

class Notices;
class SpeakModel;

// How the user wants words to be said, as the server keeps it.
class DictionaryModel : public QAbstractListModel {
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)  // with what was to be saved
    Q_PROPERTY(bool saving READ isSaving NOTIFY changed)

public:
    enum Role { IdRole = Qt::UserRole + 1, WordRole, PronunciationRole, LanguageRole };

    DictionaryModel(ApiClient& api, SpeakModel& speak, Notices& notices, QObject* parent = nullptr);

    int count() const { return static_cast<int>(m_entries.size()); }
    QString problem() const { return m_problem; }
    bool isSaving() const { return m_saving; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void refresh();
    // A new entry where `id` is empty, else that one from now on.
    Q_INVOKABLE void save(const QString& id, const QString& word, const QString& pronunciation,
                          const QString& language);
    Q_INVOKABLE void remove(const QString& id);
    // Speaks the word as it would be said, whether it is saved or not.
    Q_INVOKABLE void hear(const QString& word, const QString& pronunciation);

signals:
    void changed();
    void saved();

private:
    struct Entry {
        QString id;
        QString word;
        QString pronunciation;
        QString language;
    };

    void take(const QJsonObject& answer);

    ApiClient& m_api;
    SpeakModel& m_speak;
    Notices& m_notices;
    std::vector<Entry> m_entries;
    QString m_problem;
    bool m_saving = false;
};

}  // namespace parlando::desktop
