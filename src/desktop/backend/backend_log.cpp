#include "desktop/backend/backend_log.h"

#include <system_error>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

namespace parlando::desktop {
namespace {

constexpr qsizetype kLongestLine = 4096;  // bytes
constexpr qsizetype kLinesKept = 500;
constexpr std::size_t kFileSize = 4U << 20;  // bytes
constexpr std::size_t kFilesKept = 3;        // beside the current one

}  // namespace

BackendLog::BackendLog(std::filesystem::path file, QObject* parent) : QObject(parent), m_file(std::move(file)) {}

BackendLog::~BackendLog() = default;

void BackendLog::append(const QByteArray& bytes) {
    m_unfinished += bytes;
    QStringList lines;
    qsizetype from = 0;
    for (;;) {
        const qsizetype end = m_unfinished.indexOf('\n', from);
        const qsizetype length = (end < 0 ? m_unfinished.size() : end) - from;
        if (length > kLongestLine) {
            lines.append(QString::fromUtf8(m_unfinished.mid(from, kLongestLine)));
            from += kLongestLine;
        } else if (end >= 0) {
            lines.append(QString::fromUtf8(m_unfinished.mid(from, length)));
            from = end + 1;
        } else {
            break;
        }
    }
    m_unfinished.remove(0, from);
    add(std::move(lines));
}

void BackendLog::endOfStream() {
    if (!m_unfinished.isEmpty()) {
        add({QString::fromUtf8(m_unfinished)});
        m_unfinished.clear();
    }
}

void BackendLog::say(const QString& line) {
    spdlog::info("{}", line.toStdString());
    add({"parlando: " + line});
}

void BackendLog::add(QStringList lines) {
    if (lines.isEmpty()) {
        return;
    }
    if (openFile()) {
        try {  // spdlog's sinks report a full disk by throwing
            for (const QString& line : lines) {
                const std::string text = line.toStdString();
                m_sink->log(spdlog::details::log_msg("", spdlog::level::info, text));
            }
            m_sink->flush();
        } catch (const spdlog::spdlog_ex& error) {
            spdlog::warn("{}", error.what());
        }
    }
    m_lines += lines;
    if (m_lines.size() > kLinesKept) {
        m_lines.remove(0, m_lines.size() - kLinesKept);
    }
    emit linesAdded(lines);
}

bool BackendLog::openFile() {
    if (m_sink == nullptr && !m_broken) {
        try {
            m_sink = std::make_shared<spdlog::sinks::rotating_file_sink_st>(m_file.string(), kFileSize, kFilesKept);
            m_sink->set_pattern("%v");
        } catch (const spdlog::spdlog_ex& error) {
            m_broken = true;
            spdlog::warn("the log of the backend is not written to a file: {}", error.what());
        }
    }
    return m_sink != nullptr;
}

}  // namespace parlando::desktop
