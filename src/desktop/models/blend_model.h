#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QStringList>

#include "desktop/models/voices_model.h"

namespace parlando::desktop {

// The speakers of one voice that are being mixed, a row each: to be heard, and kept as a voice of their own.
class BlendModel : public QAbstractListModel {
    Q_OBJECT
    Q_PROPERTY(QStringList voiceNames READ voiceNames NOTIFY changed)  // of those with several speakers
    Q_PROPERTY(int voiceRow READ voiceRow WRITE setVoiceRow NOTIFY changed)
    Q_PROPERTY(QStringList speakers READ speakers NOTIFY changed)  // of that voice
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool canAdd READ canAdd NOTIFY changed)
    Q_PROPERTY(bool canTry READ canTry NOTIFY changed)
    Q_PROPERTY(bool canSave READ canSave NOTIFY changed)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)

public:
    enum Role { SpeakerRole = Qt::UserRole + 1, PartsRole, ShareRole };
    static constexpr int kMostSpeakers = 4;
    static constexpr int kMostParts = 100;

    BlendModel(ApiClient& api, VoicesModel& voices, Notices& notices, QObject* parent = nullptr);

    QStringList voiceNames() const;
    int voiceRow() const { return m_voiceRow; }
    void setVoiceRow(int row);
    QStringList speakers() const;
    int count() const { return static_cast<int>(m_parts.size()); }
    bool canAdd() const;
    bool canTry() const { return count() > 0 && !isAnyTwice(); }
    bool canSave() const { return canTry() && !m_saving && !m_name.trimmed().isEmpty(); }
    QString name() const { return m_name; }
    void setName(const QString& name);
    QString problem() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void add();  // the first speaker that is not in it
    Q_INVOKABLE void removeAt(int row);
    Q_INVOKABLE void setSpeaker(int row, int speaker);
    Q_INVOKABLE void setParts(int row, int parts);  // 1 to kMostParts
    Q_INVOKABLE void tryIt(const QString& sentence);
    Q_INVOKABLE void save();

    // As the server takes it: "kokoro:af_bella(60)+af_heart(40)".
    QString blend() const;

signals:
    void changed();
    void saved(const QString& id);

private:
    struct Part {
        int speaker = 0;
        int parts = kMostParts / 2;
    };

    void takeVoices();
    void begin();
    void edited();
    bool isAnyTwice() const;
    bool isIn(int speaker) const;
    int firstThatIsNotIn() const;

    ApiClient& m_api;
    VoicesModel& m_voicesModel;
    Notices& m_notices;
    std::vector<VoicesModel::Group> m_voices;
    int m_voiceRow = -1;
    std::vector<Part> m_parts;
    QString m_name;
    QString m_failure;  // what the server said of the last try to save it
    bool m_saving = false;
};

}  // namespace parlando::desktop
