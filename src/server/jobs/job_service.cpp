#include "server/jobs/job_service.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "protocol/messages.h"
#include "server/jobs/job.h"
#include "server/jobs/speaking_speed.h"

namespace parlando::server {
namespace {

using Clock = std::chrono::steady_clock;

// What is done within it needs nothing beside it; a small voice speaks twenty seconds of audio in this time.
constexpr std::chrono::milliseconds kHeadStart{250};
// Longer than any wait that matters, and no clock overflows.
constexpr std::chrono::hours kForever{24};

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

const Error kCancelled{ErrorCode::cancelled, "the job was cancelled"};

}  // namespace

class JobService::Implementation {
public:
    Implementation(EngineHost& host, std::chrono::seconds unloadAfter) : m_host(host), m_unloadAfter(unloadAfter) {
        for (auto& lane : m_lanes) {
            lane = std::jthread([this](const std::stop_token& stop) { run(stop); });
        }
    }

    ~Implementation() {
        refuseFromNowOn();
        cancelAll();
    }

    tl::expected<Place, Refusal> reserve(const std::string& client) {
        const std::lock_guard lock(m_mutex);
        if (auto refusal = refusalOf(client)) {
            return tl::unexpected(std::move(*refusal));
        }
        m_waiting.hold(client);
        return Place(new bool(false), [this, client](const bool* isTaken) {
            const std::unique_ptr<const bool> owned(isTaken);
            const std::lock_guard again(m_mutex);
            if (!*isTaken) {
                m_waiting.release(client);
            }
        });
    }

    void submit(Order order, const Place& place) {
        auto job = std::make_shared<Job>();
        job->order = std::move(order);
        std::unique_lock lock(m_mutex);
        if (m_stopping) {
            lock.unlock();
            return end(*job, failure(kCancelled));
        }
        m_waiting.release(job->order.client);  // it stands in the queue from now on
        *place = true;
        m_waiting.push(job->order.client, job->order.urgency, job);
        m_changed.notify_all();
    }

    bool cancel(std::string_view id) {
        std::unique_lock lock(m_mutex);
        if (const auto found = std::ranges::find_if(m_spoken, hasId(id)); found != m_spoken.end()) {
            const JobPointer job = *found;
            lock.unlock();  // it runs callbacks
            job->stop.request_stop();
            return true;
        }
        const auto waiting = m_waiting.remove(hasId(id));
        if (!waiting) {
            return false;
        }
        m_leaving.push_back(*waiting);
        lock.unlock();
        end(**waiting, failure(kCancelled));
        lock.lock();
        std::erase(m_leaving, *waiting);
        m_changed.notify_all();
        return true;
    }

    std::size_t cancelAll() {
        std::vector<std::string> ids;
        for (const JobView& job : jobs()) {
            ids.push_back(job.id);
        }
        return static_cast<std::size_t>(std::ranges::count_if(ids, [this](const auto& id) { return cancel(id); }));
    }

    std::vector<JobView> jobs() const {
        const std::lock_guard lock(m_mutex);
        std::vector<JobView> views;
        for (const JobPointer& job : inOrder()) {
            views.push_back(viewOf(*job, positionOf(views.size())));
        }
        return views;
    }

    std::optional<JobView> find(std::string_view id) const {
        const std::lock_guard lock(m_mutex);
        return findLocked(id);
    }

    std::vector<engine::SpokenWord> words(std::string_view id, std::size_t first) const {
        const std::lock_guard lock(m_mutex);
        const auto job = std::ranges::find_if(m_spoken, hasId(id));
        if (job == m_spoken.end() || first >= (*job)->words.size()) {
            return {};
        }
        return {(*job)->words.begin() + static_cast<std::ptrdiff_t>(first), (*job)->words.end()};
    }

    std::optional<JobView> waitForChange(const JobView& seen, std::chrono::milliseconds patience,
                                         std::stop_token stop) const {
        std::unique_lock lock(m_mutex);
        std::optional<JobView> now;
        m_changed.wait_for(lock, std::move(stop), patience, [&] {
            now = findLocked(seen.id);
            return !now || now->position != seen.position || now->progress >= seen.progress + 0.01;
        });
        return now;
    }

    JobStatistics statistics() const {
        const std::lock_guard lock(m_mutex);
        JobStatistics statistics = m_statistics;
        statistics.waiting = m_waiting.size();
        statistics.speaking = m_spoken.size();
        return statistics;
    }

    bool isStopping() const {
        const std::lock_guard lock(m_mutex);
        return m_stopping;
    }

    void drain(std::chrono::milliseconds grace) {
        refuseFromNowOn();
        const auto idle = [this] { return m_spoken.empty() && m_waiting.empty() && m_leaving.empty(); };
        std::unique_lock lock(m_mutex);
        if (m_changed.wait_for(lock, grace, idle)) {
            return;
        }
        lock.unlock();
        spdlog::info("jobs_cancelled count={} reason=stopping", cancelAll());
        lock.lock();
        m_changed.wait(lock, idle);
    }

private:
    void refuseFromNowOn() {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }

    std::optional<Refusal> refusalOf(const std::string& client) {
        if (m_stopping) {
            return Refusal{Refusal::Reason::stopping, "the server is stopping", 5};
        }
        if (const auto voices = m_host.voices(); !voices) {
            return Refusal{Refusal::Reason::noEngine, voices.error().message, 1};
        }
        if (m_waiting.admits(client)) {
            return std::nullopt;
        }
        ++m_statistics.refused;
        const int seconds = retryAfterSeconds(pending(), m_speed);
        return Refusal{Refusal::Reason::full,
                       fmt::format("too many requests are waiting to be spoken; try again in {} s", seconds), seconds};
    }

    // Everything that is waiting or being spoken, in the order of service.
    std::vector<JobPointer> inOrder() const {
        auto order = m_waiting.inOrder();
        if (!m_spoken.empty()) {  // those who listen go first meanwhile
            std::ranges::stable_partition(
                order, [](const JobPointer& job) { return job->order.urgency == Urgency::interactive; });
        }
        order.insert(order.begin(), m_spoken.begin(), m_spoken.end());
        return order;
    }

    std::size_t positionOf(std::size_t place) const {
        return place < m_spoken.size() ? 0 : place - m_spoken.size() + 1;
    }

    std::optional<JobView> findLocked(std::string_view id) const {
        const auto order = inOrder();
        if (const auto found = std::ranges::find_if(order, hasId(id)); found != order.end()) {
            return viewOf(**found, positionOf(static_cast<std::size_t>(found - order.begin())));
        }
        const auto leaving = std::ranges::find_if(m_leaving, hasId(id));
        return leaving == m_leaving.end() ? std::nullopt : std::optional(viewOf(**leaving, 1));
    }

    std::vector<PendingText> pending() const {
        std::vector<PendingText> texts;
        for (const JobPointer& job : inOrder()) {
            texts.push_back({job->order.speech.text.size(), job->order.speech.speed, job->progress});
        }
        return texts;
    }

    void run(const std::stop_token& stop) {
        while (const auto job = take(stop)) {
            const auto outcome = speak(*job);
            end(*job, outcome);
            {
                const std::lock_guard lock(m_mutex);
                std::erase(m_spoken, job);
                m_idleSince = Clock::now();
            }
            m_changed.notify_all();
        }
    }

    // Whether a client's next job may be begun beside those that are being spoken: only for somebody who listens, and
    // the last place is for a client that has none of them.
    auto mayBegin() const {
        return [this](const std::string& client, Urgency urgency) {
            const bool isServed =
                std::ranges::any_of(m_spoken, [&](const JobPointer& job) { return job->order.client == client; });
            const std::size_t places = kMaximumSpokenJobs - (isServed ? 1 : 0);
            return m_spoken.empty() || (urgency == Urgency::interactive && m_spoken.size() < places);
        };
    }

    // When the next job may begin, which can be in the past; nothing if none may.
    std::optional<Clock::time_point> nextBegin() const {
        if (!m_waiting.has(mayBegin())) {
            return std::nullopt;
        }
        return m_spoken.empty() ? Clock::time_point{} : m_spoken.back()->begun + kHeadStart;
    }

    // When the engine's memory is to be given back; nothing if it is in use or has been given back.
    std::optional<Clock::time_point> unloadAt() const {
        const bool wanted = m_unloadAfter > std::chrono::seconds(0) && !m_isUnloaded && m_spoken.empty();
        return wanted ? std::optional(m_idleSince + m_unloadAfter) : std::nullopt;
    }

    // The next job, when there is one; nothing at the end.
    JobPointer take(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        while (true) {
            const auto begin = nextBegin();
            const auto unload = unloadAt();
            const auto now = Clock::now();
            if (stop.stop_requested()) {
                return nullptr;
            }
            if (begin && *begin <= now) {
                break;
            }
            if (unload && *unload <= now) {
                m_isUnloaded = true;
                lock.unlock();
                m_host.unload();
                lock.lock();
                continue;
            }
            m_changed.wait_until(lock, stop, std::min(begin.value_or(now + kForever), unload.value_or(now + kForever)),
                                 [&] { return nextBegin() != begin || unloadAt() != unload; });
        }
        const JobPointer job = *m_waiting.pop(mayBegin());
        job->begun = Clock::now();
        m_spoken.push_back(job);
        m_isUnloaded = false;
        m_changed.notify_all();  // everybody has moved up
        return job;
    }

    Result<engine::Summary> speak(Job& job) {
        const auto stop = job.stop.get_token();
        const auto sink = [&](const engine::Chunk& chunk) -> Result<> {
            PARLANDO_TRY(job.order.outlet->write(chunk, stop));
            {
                const std::lock_guard lock(m_mutex);
                if (!std::exchange(job.heard, true)) {
                    m_statistics.countFirstAudio(secondsSince(job.accepted));
                }
                job.progress = chunk.progress;
                job.words.insert(job.words.end(), chunk.words.begin(), chunk.words.end());
            }
            m_changed.notify_all();
            return {};
        };
        return guarded([&]() -> Result<engine::Summary> {
            PARLANDO_TRY_ASSIGN(const auto engine, m_host.engine());
            PARLANDO_TRY_ASSIGN(auto summary, synthesise(*engine, job.order.speech, job.order.script, stop, sink));
            m_host.noteSpoken(summary.voice);
            return summary;
        });
    }

    // Tells the outlet, the statistics and the log. The text stays out of all of them.
    void end(Job& job, Result<engine::Summary> outcome) {
        if (auto ended = guarded([&] { return job.order.outlet->end(outcome); }); outcome && !ended) {
            outcome = failure(std::move(ended).error());
        }
        job.order.outlet.reset();
        const std::lock_guard lock(m_mutex);
        if (!outcome) {
            const bool cancelled = outcome.error().code == ErrorCode::cancelled;
            ++(cancelled ? m_statistics.cancelled : m_statistics.failed);
            spdlog::log(cancelled ? spdlog::level::info : spdlog::level::warn, "job id={} state={} code={}",
                        job.order.id, cancelled ? "cancelled" : "failed", protocol::name(outcome.error().code));
            return;
        }
        const double audio = static_cast<double>(outcome->samples) / std::max(outcome->sampleRate, 1);
        ++m_statistics.completed;
        m_statistics.audioSeconds += audio;
        m_statistics.workSeconds += outcome->seconds;
        m_statistics.realTimeFactor = outcome->realTimeFactor();
        m_speed = m_speed.updated(job.order.speech.text.size(), job.order.speech.speed, audio, outcome->seconds);
        spdlog::info("job id={} state=completed voice={} audio_s={:.2f} real_time_factor={:.3f}", job.order.id,
                     outcome->voice, audio, outcome->realTimeFactor());
    }

    EngineHost& m_host;
    const std::chrono::seconds m_unloadAfter;
    mutable std::mutex m_mutex;  // guards everything below
    mutable std::condition_variable_any m_changed;
    FairQueue<JobPointer> m_waiting{kMaximumWaitingJobs};
    std::vector<JobPointer> m_spoken;  // in the order in which they began
    Clock::time_point m_idleSince = Clock::now();
    bool m_isUnloaded = false;          // by us, and nothing has been spoken since
    std::vector<JobPointer> m_leaving;  // cancelled while they waited; their outlets are being told
    bool m_stopping = false;
    SpeakingSpeed m_speed;
    JobStatistics m_statistics;
    std::array<std::jthread, kMaximumSpokenJobs> m_lanes;  // last: they use all of the above
};

JobService::JobService(EngineHost& host, std::chrono::seconds unloadAfter)
    : m_implementation(std::make_unique<Implementation>(host, unloadAfter)) {}

JobService::~JobService() = default;

tl::expected<JobService::Place, Refusal> JobService::reserve(const std::string& client) {
    return m_implementation->reserve(client);
}

void JobService::submit(Order order, Place place) {
    m_implementation->submit(std::move(order), place);
}

bool JobService::cancel(std::string_view id) {
    return m_implementation->cancel(id);
}

std::size_t JobService::cancelAll() {
    return m_implementation->cancelAll();
}

std::vector<JobView> JobService::jobs() const {
    return m_implementation->jobs();
}

std::optional<JobView> JobService::find(std::string_view id) const {
    return m_implementation->find(id);
}

std::vector<engine::SpokenWord> JobService::words(std::string_view id, std::size_t first) const {
    return m_implementation->words(id, first);
}

std::optional<JobView> JobService::waitForChange(const JobView& seen, std::chrono::milliseconds patience,
                                                 std::stop_token stop) const {
    return m_implementation->waitForChange(seen, patience, std::move(stop));
}

JobStatistics JobService::statistics() const {
    return m_implementation->statistics();
}

bool JobService::isStopping() const {
    return m_implementation->isStopping();
}

void JobService::drain(std::chrono::milliseconds grace) {
    m_implementation->drain(grace);
}

}  // namespace parlando::server
