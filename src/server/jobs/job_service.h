#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/engine_host.h"
#include "server/jobs/order.h"

namespace parlando::server {

inline constexpr std::size_t kMaximumWaitingJobs = 16;
inline constexpr std::size_t kMaximumSpokenJobs = 4;  // at the same time

// Why a job was not accepted.
struct Refusal {
    enum class Reason { full, stopping, noEngine };
    Reason reason = Reason::full;
    std::string message;
    int retryAfter = 1;  // seconds
};

// A job as others see it while it waits or is being spoken.
struct JobView {
    std::string id;
    std::string profile;
    std::string preview;  // the beginning of the text
    Urgency urgency = Urgency::interactive;
    std::size_t position = 0;                     // 0: being spoken, 1: next
    double progress = 0.0;                        // 0 to 1
    std::chrono::system_clock::time_point since;  // accepted

    bool isSpoken() const { return position == 0; }
};

// What happened since the start.
struct JobStatistics {
    static constexpr std::array<double, 9> kFirstAudioBounds{0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};

    std::size_t waiting = 0;
    std::size_t speaking = 0;  // at most kMaximumSpokenJobs
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t refused = 0;
    double audioSeconds = 0.0;  // of completed jobs
    double workSeconds = 0.0;
    double realTimeFactor = 0.0;  // of the last completed job
    // From a job's acceptance to its first audio, in seconds: how many within each bound (not cumulative), and
    // behind them how many beyond all of them.
    std::array<std::uint64_t, kFirstAudioBounds.size() + 1> firstAudio{};
    double firstAudioSum = 0.0;

    void countFirstAudio(double seconds) {
        const auto bound = std::ranges::lower_bound(kFirstAudioBounds, seconds);
        ++firstAudio[static_cast<std::size_t>(bound - kFirstAudioBounds.begin())];
        firstAudioSum += seconds;
    }
};

// The one queue in front of the engine. Jobs wait in a FairQueue and are begun one after the other. Nobody who listens
// waits for a long one, though: once it has been spoken for a moment, an interactive job is begun beside it, and they
// take turns at the engine, sentence by sentence. The last of the places is for a client that has none. A background
// job is begun only when nothing is being spoken.
//
//   submit ─▶ waiting ─▶ speaking ─▶ (gone)      the outlet hears the end before the job is gone
//                └──────────┴─ cancel, drain
//
// All methods may be called by any thread.
class JobService {
public:
    // Gives the engine's memory back after `unloadAfter` without work; 0: never.
    explicit JobService(EngineHost& host, std::chrono::seconds unloadAfter = {});
    JobService(const JobService&) = delete;
    JobService& operator=(const JobService&) = delete;
    // Cancels what runs and what waits.
    ~JobService();

    // A place in the queue, kept for an order while it is being prepared: whether the order has taken it. Letting go
    // of it before gives it back. It does not outlive the service.
    using Place = std::shared_ptr<bool>;
    tl::expected<Place, Refusal> reserve(const std::string& client);
    // The order's outlet is used from now on. Where the service has begun to stop meanwhile, the job is cancelled.
    void submit(Order order, Place place);

    // A job that waits is gone at once; one that is being spoken stops at the engine's next chance. False: there is
    // no such job (any more).
    bool cancel(std::string_view id);
    // All of them; says how many there were.
    std::size_t cancelAll();

    // In the order in which they are served.
    std::vector<JobView> jobs() const;
    std::optional<JobView> find(std::string_view id) const;
    // The words that have been spoken of a job that is being spoken, where its order wants them, from number `first`
    // on. None of any other job.
    std::vector<engine::SpokenWord> words(std::string_view id, std::size_t first) const;
    // Waits until the job has another position than in `seen` or has come a hundredth further, and shows it; nothing
    // if it has gone. Shows what there is when `patience` is over or `stop` is requested.
    std::optional<JobView> waitForChange(const JobView& seen, std::chrono::milliseconds patience,
                                         std::stop_token stop) const;

    JobStatistics statistics() const;

    // Whether `drain` has begun.
    bool isStopping() const;
    // Accepts nothing more from now on, lets jobs go on for `grace` and cancels the rest. Returns when none is left.
    void drain(std::chrono::milliseconds grace);

private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace parlando::server
