#include "desktop/models/storage_model.h"

#include <algorithm>
#include <utility>

#include "desktop/models/presentation.h"

namespace parlando::desktop {
namespace {

constexpr qint64 kLowBytes = 1'000'000'000;

}  // namespace

qint64 bytesBelow(const std::filesystem::path& folder) {
    qint64 sum = 0;
    std::error_code error;
    auto entry = std::filesystem::recursive_directory_iterator(
        folder, std::filesystem::directory_options::skip_permission_denied, error);
    for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
        // Files come and go while we count.
        std::error_code gone;
        if (entry->is_regular_file(gone) && !entry->is_symlink(gone)) {
            const auto size = entry->file_size(gone);
            sum += gone ? 0 : static_cast<qint64>(size);
        }
    }
    return sum;
}

StorageModel::StorageModel(std::filesystem::path dataFolder, QObject* parent)
    : QAbstractListModel(parent),
      m_dataFolder(std::move(dataFolder)),
      m_parts{{"audio"}, {"voices"}, {"backends"}, {"logs"}} {}

StorageModel::~StorageModel() {
    if (m_counter) {
        m_counter->wait();
    }
}

QString StorageModel::folder() const {
    return QString::fromStdString(m_dataFolder.string());
}

QString StorageModel::nameOf(const QString& folder) {
    if (folder == "audio") {
        return tr("Recordings");
    }
    if (folder == "voices") {
        return tr("Voices");
    }
    return folder == "backends" ? tr("GPU package") : tr("Logs");
}

QString StorageModel::detailOf(const QString& folder) {
    if (folder == "audio") {
        return tr("Everything in your history. Delete it there.");
    }
    if (folder == "voices") {
        return tr("Voices that you added. The built-in voice is part of the application.");
    }
    return folder == "backends" ? tr("Downloads and the installed package. Remove it under GPU Acceleration.")
                                : tr("Old logs are deleted by themselves.");
}

qint64 StorageModel::total() const {
    qint64 sum = 0;
    for (const auto& part : m_parts) {
        sum += part.bytes;
    }
    return sum;
}

QString StorageModel::totalText() const {
    return sizeText(total());
}

QString StorageModel::freeText() const {
    return m_free < 0 ? QString() : sizeText(m_free);
}

bool StorageModel::isLow() const {
    return m_free >= 0 && m_free < kLowBytes;
}

int StorageModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_parts.size());
}

QHash<int, QByteArray> StorageModel::roleNames() const {
    return {{NameRole, "name"}, {DetailRole, "detail"}, {SizeRole, "size"}, {ShareRole, "share"}};
}

QVariant StorageModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& part = m_parts[static_cast<std::size_t>(index.row())];
    switch (role) {
        case NameRole:
        case Qt::DisplayRole:
            return nameOf(part.folder);
        case DetailRole:
            return detailOf(part.folder);
        case SizeRole:
            return sizeText(part.bytes);
        case ShareRole:
            return static_cast<double>(part.bytes) / static_cast<double>(std::max<qint64>(1, total()));
        default:
            return {};
    }
}

void StorageModel::refresh() {
    if (m_counter) {
        return;
    }
    // Counting walks through thousands of files of a slow disk; the window must not wait for it.
    auto parts = std::make_shared<std::vector<Part>>(m_parts);
    auto free = std::make_shared<qint64>(-1);
    m_counter.reset(QThread::create([parts, free, folder = m_dataFolder] {
        for (auto& part : *parts) {
            part.bytes = bytesBelow(folder / part.folder.toStdString());
        }
        std::error_code error;
        const auto space = std::filesystem::space(folder, error);
        *free = error ? -1 : static_cast<qint64>(space.available);
    }));
    connect(m_counter.get(), &QThread::finished, this, [this, parts, free] {
        m_parts = *parts;
        m_free = *free;
        m_counter.release()->deleteLater();
        emit dataChanged(index(0), index(rowCount() - 1));
        emit changed();
    });
    m_counter->start();
    emit changed();
}

}  // namespace parlando::desktop
