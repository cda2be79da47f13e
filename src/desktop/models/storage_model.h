#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QThread>

namespace parlando::desktop {

// What Parlando keeps on the disk, folder by folder, counted in the background.
class StorageModel : public QAbstractListModel {
    Q_OBJECT
    Q_PROPERTY(QString folder READ folder CONSTANT)
    Q_PROPERTY(bool counting READ isCounting NOTIFY changed)
    Q_PROPERTY(QString totalText READ totalText NOTIFY changed)
    Q_PROPERTY(QString freeText READ freeText NOTIFY changed)
    Q_PROPERTY(bool low READ isLow NOTIFY changed)

public:
    enum Role { NameRole = Qt::UserRole + 1, DetailRole, SizeRole, ShareRole };

    explicit StorageModel(std::filesystem::path dataFolder, QObject* parent = nullptr);
    ~StorageModel() override;

    QString folder() const;
    bool isCounting() const { return m_counter != nullptr; }
    QString totalText() const;
    QString freeText() const;
    bool isLow() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void refresh();

signals:
    void changed();

private:
    struct Part {
        QString folder;  // in the data folder
        qint64 bytes = 0;
    };

    qint64 total() const;
    static QString nameOf(const QString& folder);
    static QString detailOf(const QString& folder);

    std::filesystem::path m_dataFolder;
    std::vector<Part> m_parts;
    qint64 m_free = -1;
    std::unique_ptr<QThread> m_counter;
};

// Bytes of all regular files below `folder`; links are not followed. Gives up where it may not read.
qint64 bytesBelow(const std::filesystem::path& folder);

}  // namespace parlando::desktop
