#pragma once

#include <QAbstractListModel>
#include <QStringList>

namespace parlando::desktop {

class BackendLog;

// The last lines of the backend's log, as they come.
class LogModel : public QAbstractListModel {
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(QString file READ file CONSTANT)

public:
    enum Role { LineRole = Qt::UserRole + 1, SevereRole };

    explicit LogModel(BackendLog& log, QObject* parent = nullptr);

    int count() const { return static_cast<int>(m_lines.size()); }
    QString file() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    // All of it, as text.
    Q_INVOKABLE QString everything() const { return m_lines.join('\n'); }

signals:
    void changed();

private:
    void add(const QStringList& lines);

    BackendLog& m_log;
    QStringList m_lines;
};

}  // namespace parlando::desktop
