#pragma once

#include <filesystem>
#include <memory>

#include <QByteArray>
#include <QObject>
#include <QStringList>

namespace spdlog::sinks {
class sink;
}

namespace parlando::desktop {

// What backends write to stderr and what the supervisor says about them: the last lines in memory, all of
// them in a file that is rotated by size. Lives on the main thread. A file that cannot be written is said
// once and not missed afterwards.
class BackendLog : public QObject {
    Q_OBJECT

public:
    // `file` is created with the first line, its folder as well.
    explicit BackendLog(std::filesystem::path file, QObject* parent = nullptr);
    ~BackendLog() override;

    // Bytes as they come from the pipe; lines may be cut anywhere. A line longer than 4 KiB is broken.
    void append(const QByteArray& bytes);
    // The pipe has ended: what is left is a line.
    void endOfStream();
    // A line of our own.
    void say(const QString& line);

    // The last lines, oldest first, at most 500.
    const QStringList& lines() const { return m_lines; }
    const std::filesystem::path& file() const { return m_file; }

signals:
    void linesAdded(const QStringList& lines);

private:
    void add(QStringList lines);
    bool openFile();

    std::filesystem::path m_file;
    std::shared_ptr<spdlog::sinks::sink> m_sink;
    bool m_broken = false;
    QByteArray m_unfinished;
    QStringList m_lines;
};

}  // namespace parlando::desktop
