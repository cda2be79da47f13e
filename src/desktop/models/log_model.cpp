#include "desktop/models/log_model.h"

#include "desktop/backend/backend_log.h"

namespace parlando::desktop {
namespace {

constexpr int kMaximumLines = 2000;

}  // namespace

LogModel::LogModel(BackendLog& log, QObject* parent) : QAbstractListModel(parent), m_log(log), m_lines(log.lines()) {
    connect(&log, &BackendLog::linesAdded, this, &LogModel::add);
}

QString LogModel::file() const {
    return QString::fromStdString(m_log.file().string());
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> LogModel::roleNames() const {
    return {{LineRole, "line"}, {SevereRole, "severe"}};
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& line = m_lines[index.row()];
    switch (role) {
        case LineRole:
        case Qt::DisplayRole:
            return line;
        case SevereRole:
            return line.contains("[error]") || line.contains("[warning]") || line.contains("[critical]");
        default:
            return {};
    }
}

void LogModel::add(const QStringList& lines) {
    const auto fresh = lines.mid(std::max<qsizetype>(0, lines.size() - kMaximumLines));
    const int surplus = count() + static_cast<int>(fresh.size()) - kMaximumLines;
    if (surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_lines.remove(0, surplus);
        endRemoveRows();
    }
    beginInsertRows({}, count(), count() + static_cast<int>(fresh.size()) - 1);
    m_lines.append(fresh);
    endInsertRows();
    emit changed();
}

}  // namespace parlando::desktop
