#include "server/backend/download_job.h"

#include <sys/resource.h>

#include <cerrno>
#include <utility>

#include <spdlog/spdlog.h>

namespace parlando::server {
namespace {

constexpr int kNice = 10;  // speech, the window and other programs go first

}  // namespace

std::string_view name(DownloadStage stage) {
    switch (stage) {
        case DownloadStage::idle:
            return "idle";
        case DownloadStage::checking:
            return "checking";
        case DownloadStage::verifying:
            return "verifying";
        case DownloadStage::downloading:
            return "downloading";
        case DownloadStage::unpacking:
            return "unpacking";
        case DownloadStage::complete:
            return "complete";
        case DownloadStage::cancelled:
            return "cancelled";
        case DownloadStage::error:
            break;
    }
    return "error";
}

bool isUnderWay(DownloadStage stage) {
    return stage >= DownloadStage::checking && stage <= DownloadStage::unpacking;
}

Result<> DownloadJob::start(Work work) {
    const std::lock_guard starting(m_starting);
    {
        const std::lock_guard lock(m_mutex);
        if (isUnderWay(m_state.progress.stage)) {
            return failure(ErrorCode::busy, m_subject + " download already in progress");
        }
        ++m_state.job;
        ++m_state.revision;
        m_state.progress = {DownloadStage::checking};
        m_state.error.reset();
        m_state.time = std::chrono::system_clock::now();
    }
    m_changed.notify_all();
    // Joins the thread of the job before, which has said its last word.
    m_thread = std::jthread([this, work = std::move(work)](const std::stop_token& stop) { run(work, stop); });
    return {};
}

bool DownloadJob::cancel() {
    const std::lock_guard starting(m_starting);
    if (!isUnderWay(state().progress.stage)) {
        return false;
    }
    m_thread.request_stop();
    m_thread.join();
    return true;
}

DownloadState DownloadJob::state() const {
    const std::lock_guard lock(m_mutex);
    return m_state;
}

DownloadState DownloadJob::waitForChange(std::uint64_t revision, std::chrono::milliseconds patience,
                                         const std::stop_token& stop) const {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, stop, patience, [&] { return m_state.revision != revision; });
    return m_state;
}

void DownloadJob::run(const Work& work, const std::stop_token& stop) {
    // Linux lowers this thread, and those that it begins, and not the whole process.
    if (::setpriority(PRIO_PROCESS, 0, kNice) != 0) {
        spdlog::warn("{} download: it runs at the priority of everything else (errno {})", m_subject, errno);
    }
    DownloadProgress last = state().progress;
    const auto outcome = work(
        [&](const DownloadProgress& progress) {
            last = progress;
            change(progress, std::nullopt);
        },
        stop);
    if (outcome) {
        spdlog::info("{} download: installed", m_subject);
        last.stage = DownloadStage::complete;
        last.current = last.total;
    } else if (outcome.error().code == ErrorCode::cancelled) {
        spdlog::info("{} download: cancelled", m_subject);
        last.stage = DownloadStage::cancelled;
    } else {
        spdlog::error("{} download: not installed: {}", m_subject, outcome.error().message);
        last.stage = DownloadStage::error;
    }
    last.bytesPerSecond = 0.0;
    last.remaining.reset();
    change(last, last.stage == DownloadStage::error ? std::optional(outcome.error()) : std::nullopt);
}

void DownloadJob::change(const DownloadProgress& progress, const std::optional<Error>& error) {
    {
        const std::lock_guard lock(m_mutex);
        ++m_state.revision;
        m_state.progress = progress;
        m_state.error = error;
        m_state.time = std::chrono::system_clock::now();
    }
    m_changed.notify_all();
}

}  // namespace parlando::server
