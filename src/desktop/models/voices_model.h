#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QUrl>

#include "desktop/api/api_client.h"

namespace parlando::desktop {

class Notices;
class SpeakModel;

// The voices that are installed.
class VoicesModel : public QAbstractListModel {
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(bool anyLoaded READ isAnyLoaded NOTIFY changed)
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
        CurrentRole,
        LoadedRole,
        RemovableRole,
        ProblemRole
    };
    // A voice with several speakers, which can be mixed.
    struct Group {
        QString id;
        QString name;
        QStringList speakers;

        bool operator==(const Group&) const = default;
    };

    VoicesModel(ApiClient& api, SpeakModel& speak, Notices& notices, QObject* parent = nullptr);

    int count() const { return static_cast<int>(m_voices.size()); }
    bool isLoading() const { return m_loading; }
    bool isAnyLoaded() const;  // into the memory of the server
    QString problem() const { return m_problem; }
    QString current() const;  // id of the chosen voice, else of the first one
    void setCurrent(const QString& id);
    QString currentName() const;
    int currentRow() const;
    std::vector<Group> groups() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void refresh();
    // Asks the server for good: the window has asked the person.
    Q_INVOKABLE void remove(const QString& id);
    // A folder or file of this computer that was dropped; after those that were before it.
    Q_INVOKABLE void add(const QUrl& file);
    // Gives the memory of all voices back.
    Q_INVOKABLE void unload();
    Q_INVOKABLE QString idAt(int row) const;
    // Speaks `sentence` in that voice; a sample of ours if it is empty.
    Q_INVOKABLE void tryVoice(const QString& id, const QString& sentence);

signals:
    void changed();
    void currentChanged();
    void removed();

private:
    struct Voice {
        QString id;
        QString name;
        QString language{};  // "en-US"
        QString description{};
        QString licence{};
        qint64 bytes = 0;
        QStringList speakers{};
        QString problem{};  // why it cannot be used
        bool isLoaded = false;
        bool isRemovable = false;
    };

    void addNext();
    void take(const QJsonObject& answer);
    void refreshStatus();
    void takeStatus(const QJsonObject& answer);

    ApiClient& m_api;
    SpeakModel& m_speak;
    Notices& m_notices;
    std::vector<Voice> m_voices;
    bool m_loading = false;
    QString m_problem;
    QTimer m_retry;          // while the engine loads
    QStringList m_toAdd;     // paths; the server is reading the first
    QStringList m_notAdded;  // why, a sentence each
};

// "English (United States)" of "en-US", in the language of the interface.
QString languageName(const QString& code);

}  // namespace parlando::desktop
