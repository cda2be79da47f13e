#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <QJsonObject>
#include <QString>

namespace parlando::desktop {

// A JSON object on the disk that is written often and read once. Writing happens on a thread of its own, so
// that a slow disk never stops a window; only the latest value is written, at most twice a second, and the
// file is replaced as a whole: after a crash it is the old one or the new one.
class SavedFile {
public:
    explicit SavedFile(std::filesystem::path path);
    SavedFile(const SavedFile&) = delete;
    SavedFile& operator=(const SavedFile&) = delete;
    // Writes what is not yet written.
    ~SavedFile();

    // What was there at the start; empty if there was none or it could not be used.
    const QJsonObject& initial() const { return m_initial; }
    // A sentence if it could not be used; the file is kept beside, with ".damaged" added to its name.
    const QString& problem() const { return m_problem; }

    void save(const QJsonObject& content);
    // Waits until everything is written, or cannot be (logged).
    void flush();

private:
    void read();
    void work(const std::stop_token& stop);

    const std::filesystem::path m_path;
    QJsonObject m_initial;
    QString m_problem;

    std::mutex m_mutex;  // guards the two below
    std::condition_variable_any m_changed;
    std::optional<std::string> m_pending;
    enum class Writer { idle, writing } m_writer = Writer::idle;
    enum class Pace { gentle, atOnce } m_pace = Pace::gentle;
    std::jthread m_thread;
};

}  // namespace parlando::desktop
