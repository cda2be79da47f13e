#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QTimer>

#include "desktop/api/api_client.h"

namespace parlando::desktop {

class SpeakModel;

// The voices that are installed.
class VoicesModel : public QAbstractListModel {
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString current READ current WRITE setCurrent NOTIFY currentChanged)
    Q_PROPERTY(QString currentName READ currentName NOTIFY currentChanged)
    Q_PROPERTY(int currentRow READ currentRow NOTIFY currentChanged)

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        NameRole,
        LanguageRole,
        DescriptionRole,
        LicenceRole,
        SizeRole,
        InitialRole,
        CurrentRole
    };

    VoicesModel(ApiClient& api, SpeakModel& speak, QObject* parent = nullptr);

    int count() const { return static_cast<int>(m_voices.size()); }
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    QString current() const;  // id of the chosen voice, else of the first one
    void setCurrent(const QString& id);
    QString currentName() const;
    int currentRow() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void refresh();
    Q_INVOKABLE QString idAt(int row) const;
    // Speaks `sentence` in that voice; a sample of ours if it is empty.
    Q_INVOKABLE void tryVoice(const QString& id, const QString& sentence);

signals:
    void changed();
    void currentChanged();

private:
    struct Voice {
        QString id;
        QString name;
        QString language;  // "en-US"
        QString description;
        QString licence;
        qint64 bytes = 0;
    };

    void take(const QJsonObject& answer);

    ApiClient& m_api;
    SpeakModel& m_speak;
    std::vector<Voice> m_voices;
    bool m_loading = false;
    QString m_problem;
    QTimer m_retry;  // while the engine loads
};

// "English (United States)" of "en-US", in the language of the interface.
QString languageName(const QString& code);

}  // namespace parlando::desktop
