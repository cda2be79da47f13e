#include "desktop/saved_file.h"

#include <chrono>
#include <span>
#include <system_error>

#include <spdlog/spdlog.h>
#include <QByteArray>
#include <QJsonDocument>

#include "base/files.h"

namespace parlando::desktop {
namespace {

constexpr std::uint64_t kLargest = 16U << 20;  // bytes; a draft holds at most 1 MiB of text
constexpr std::chrono::milliseconds kPause{500};

Result<> write(const std::filesystem::path& path, const std::string& content) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    PARLANDO_TRY_ASSIGN(AtomicFile file, AtomicFile::create(path, FileReaders::owner));
    PARLANDO_TRY(file.write(std::as_bytes(std::span(content))));
    return file.commit();
}

}  // namespace

SavedFile::SavedFile(std::filesystem::path path)
    : m_path(std::move(path)), m_thread([this](const std::stop_token& stop) { work(stop); }) {
    read();
}

SavedFile::~SavedFile() {
    m_thread.request_stop();
    m_thread.join();
}

void SavedFile::read() {
    const auto content = readFile(m_path, kLargest);
    if (!content && content.error().code == ErrorCode::notFound) {
        return;
    }
    const auto json = content ? QJsonDocument::fromJson(QByteArray::fromStdString(*content)) : QJsonDocument();
    if (json.isObject()) {
        m_initial = json.object();
        return;
    }
    std::filesystem::path aside = m_path;
    aside += ".damaged";
    std::error_code error;
    std::filesystem::rename(m_path, aside, error);
    const std::string reason = content ? m_path.string() + " is damaged" : content.error().message;
    const std::string kept = error ? "" : "; it was kept as " + aside.filename().string();
    m_problem = QString::fromStdString(reason + kept);
    spdlog::warn("{}", m_problem.toStdString());
}

void SavedFile::save(const QJsonObject& content) {
    std::string text = QJsonDocument(content).toJson(QJsonDocument::Compact).toStdString();
    const std::lock_guard lock(m_mutex);
    m_pending = std::move(text);
    m_changed.notify_all();
}

void SavedFile::flush() {
    std::unique_lock lock(m_mutex);
    m_pace = Pace::atOnce;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return !m_pending && m_writer == Writer::idle; });
    m_pace = Pace::gentle;
}

void SavedFile::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return m_pending.has_value(); })) {
        const std::string content = std::move(*m_pending);
        m_pending.reset();
        m_writer = Writer::writing;
        lock.unlock();
        if (const auto written = write(m_path, content); !written) {
            spdlog::error("{}", written.error().message);
        }
        lock.lock();
        m_writer = Writer::idle;
        m_changed.notify_all();
        m_changed.wait_for(lock, stop, kPause, [this] { return m_pace == Pace::atOnce; });
    }
}

}  // namespace parlando::desktop
