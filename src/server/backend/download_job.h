#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include "base/result.h"
#include "server/backend/download_state.h"

namespace parlando::server {

// The one download of this process, on a thread of its own. How it ended is kept until the next one starts, so
// that whoever asks later learns it, too. Any thread may call.
class DownloadJob {
public:
    using Report = std::function<void(const DownloadProgress&)>;
    // Runs on the job's thread and returns soon after `stop`. An error of the code `cancelled` is no failure.
    using Work = std::function<Result<>(const Report& report, const std::stop_token& stop)>;

    // `subject`: what is downloaded, for messages: "CUDA backend".
    explicit DownloadJob(std::string subject) : m_subject(std::move(subject)) {}
    DownloadJob(const DownloadJob&) = delete;
    DownloadJob& operator=(const DownloadJob&) = delete;
    // Cancels and waits.
    ~DownloadJob() = default;

    // ErrorCode::busy while one is under way.
    Result<> start(Work work);
    // Asks the one under way to end and waits for that. False if there is none.
    bool cancel();

    DownloadState state() const;
    // The state as soon as it is another than `revision`, or as it is after `patience` or when `stop` is requested.
    DownloadState waitForChange(std::uint64_t revision, std::chrono::milliseconds patience,
                                const std::stop_token& stop) const;

private:
    void run(const Work& work, const std::stop_token& stop);
    void change(const DownloadProgress& progress, const std::optional<Error>& error);

    const std::string m_subject;
    std::mutex m_starting;       // held by who starts a job or waits for its end
    mutable std::mutex m_mutex;  // guards m_state
    mutable std::condition_variable_any m_changed;
    DownloadState m_state;
    std::jthread m_thread;
};

}  // namespace parlando::server
