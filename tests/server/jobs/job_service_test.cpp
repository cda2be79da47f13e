#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "fake_engine/fake_engine.h"
#include "server/jobs/job_service.h"
#include "server/support/test_server.h"

// The rules of the queue as its users see them, with an engine that speaks when it is let.

using namespace parlando;
using namespace parlando::server;
using parlando::testing::eventually;
using namespace std::chrono_literals;

namespace {

// What became of a job, kept by the test.
struct Trace {
    std::atomic<int> chunks = 0;
    std::atomic<int> ends = 0;
    std::atomic<bool> succeeded = false;
    std::atomic<ErrorCode> code = ErrorCode::internal;
};

class TraceOutlet final : public Outlet {
public:
    explicit TraceOutlet(std::shared_ptr<Trace> trace) : m_trace(std::move(trace)) {}
    Result<> write(const engine::Chunk&, std::stop_token) override {
        ++m_trace->chunks;
        return {};
    }
    Result<> end(const Result<engine::Summary>& outcome) override {
        m_trace->succeeded = outcome.has_value();
        m_trace->code = outcome ? ErrorCode::internal : outcome.error().code;
        ++m_trace->ends;
        return {};
    }

private:
    std::shared_ptr<Trace> m_trace;
};

class Bench {
public:
    explicit Bench(engine::FakeScript script = {}, std::chrono::seconds unloadAfter = 0s)
        : m_script(std::move(script)),
          m_host([this] { return load(); }, [](const protocol::StartupLine&) {}),
          m_jobs(m_host, unloadAfter) {
        m_host.start();
        REQUIRE(eventually([this] { return m_host.status().phase == EngineHost::Phase::ready; }));
    }
    std::shared_ptr<Trace> submit(const std::string& id, const std::string& client,
                                  Urgency urgency = Urgency::background) {
        auto trace = std::make_shared<Trace>();
        auto place = m_jobs.reserve(client);
        if (!place) {
            return nullptr;
        }
        m_jobs.submit({id, client, urgency, "", {"Hello.", "", 0, 1.0, 0}, std::make_unique<TraceOutlet>(trace)},
                      std::move(*place));
        return trace;
    }
    // A job that has begun and stays in the engine until the gate opens.
    std::shared_ptr<Trace> occupy() {
        gate().close();
        auto trace = submit("first", "first");
        REQUIRE(eventually([this] { return engine().started > 0; }));
        return trace;
    }

    JobService& jobs() { return m_jobs; }
    EngineHost& host() { return m_host; }
    engine::FakeEngine& engine() { return *m_engine.load(); }
    engine::Gate& gate() { return engine().gate; }
    int loads() const { return m_loads; }

private:
    Result<std::unique_ptr<engine::Engine>> load() {
        ++m_loads;
        auto created = std::make_unique<engine::FakeEngine>(m_script);
        m_engine = created.get();
        return created;
    }

    engine::FakeScript m_script;
    std::atomic<int> m_loads = 0;
    std::atomic<engine::FakeEngine*> m_engine = nullptr;
    EngineHost m_host;
    JobService m_jobs;
};

bool hasEnded(const std::shared_ptr<Trace>& trace) {
    return eventually([&] { return trace->ends == 1; });
}

}  // namespace

TEST_CASE("a_job_is_spoken_and_then_gone") {
    Bench bench;
    const auto job = bench.submit("one", "a");
    REQUIRE(hasEnded(job));
    CHECK(job->succeeded);
    CHECK(job->chunks == 3);
    CHECK(eventually([&] { return !bench.jobs().find("one"); }));
    const auto statistics = bench.jobs().statistics();
    CHECK(statistics.completed == 1);
    CHECK(statistics.audioSeconds == Approx(0.6));
}

TEST_CASE("jobs_are_shown_in_the_order_of_service") {
    Bench bench;
    bench.occupy();
    bench.submit("a1", "a");
    bench.submit("a2", "a");
    bench.submit("b1", "b");
    std::vector<std::string> ids;
    for (const auto& job : bench.jobs().jobs()) {
        CHECK(job.position == ids.size());
        ids.push_back(job.id);
    }
    CHECK(ids == std::vector<std::string>{"first", "a1", "b1", "a2"});
}

TEST_CASE("an_interactive_job_is_begun_beside_a_long_one_and_a_background_job_waits") {
    Bench bench;
    bench.occupy();
    bench.submit("background", "a");
    bench.submit("heard", "b", Urgency::interactive);
    REQUIRE(eventually([&] { return bench.engine().started == 2; }));
    std::vector<std::pair<std::string, std::size_t>> shown;
    for (const auto& job : bench.jobs().jobs()) {
        shown.emplace_back(job.id, job.position);
    }
    CHECK(shown == std::vector<std::pair<std::string, std::size_t>>{{"first", 0}, {"heard", 0}, {"background", 1}});
    CHECK(bench.jobs().statistics().speaking == 2);
    const auto heard = bench.jobs().find("heard");
    CHECK(bench.jobs().cancel("heard"));
    CHECK_FALSE(bench.jobs().waitForChange(*heard, 20s, {}));
    CHECK(bench.engine().started == 2);
    bench.gate().open();
    CHECK(eventually([&] { return bench.jobs().statistics().completed == 2; }));
}

TEST_CASE("a_background_job_is_not_begun_beside_one_that_is_heard") {
    Bench bench;
    bench.gate().close();
    bench.submit("heard", "a", Urgency::interactive);
    bench.submit("background", "b");
    bench.submit("also heard", "c", Urgency::interactive);
    REQUIRE(eventually([&] { return bench.jobs().statistics().speaking == 2; }));
    CHECK(bench.jobs().find("also heard")->position == 0);
    std::this_thread::sleep_for(400ms);  // longer than a job has to itself
    CHECK(bench.jobs().find("background")->position == 1);
    bench.gate().open();
    CHECK(eventually([&] { return bench.jobs().statistics().completed == 3; }));
}

TEST_CASE("a_job_has_the_engine_to_itself_at_first") {
    Bench bench;
    bench.gate().close();
    const auto start = std::chrono::steady_clock::now();
    bench.submit("first", "a", Urgency::interactive);
    bench.submit("second", "b", Urgency::interactive);
    REQUIRE(eventually([&] { return bench.jobs().statistics().speaking == 2; }));
    CHECK(std::chrono::steady_clock::now() - start >= 240ms);
    bench.gate().open();
}

TEST_CASE("waiting_jobs_are_shown_in_the_order_of_service_while_something_is_spoken") {
    Bench bench;
    bench.gate().close();
    for (std::size_t i = 0; i < kMaximumSpokenJobs - 1; ++i) {
        bench.submit("spoken " + std::to_string(i), "a", Urgency::interactive);
    }
    REQUIRE(eventually([&] { return bench.jobs().statistics().speaking == kMaximumSpokenJobs - 1; }));
    bench.submit("later", "a");
    bench.submit("heard", "a", Urgency::interactive);
    CHECK(bench.jobs().find("heard")->position == 1);
    CHECK(bench.jobs().find("later")->position == 2);
    bench.gate().open();
    CHECK(eventually([&] { return bench.jobs().statistics().completed == kMaximumSpokenJobs + 1; }));
}

TEST_CASE("the_last_place_is_for_a_client_that_has_none_and_there_are_no_more") {
    Bench bench;
    bench.gate().close();
    for (std::size_t i = 0; i < kMaximumSpokenJobs + 1; ++i) {
        bench.submit("a" + std::to_string(i), "a", Urgency::interactive);
    }
    REQUIRE(eventually([&] { return bench.jobs().statistics().speaking == kMaximumSpokenJobs - 1; }));
    std::this_thread::sleep_for(400ms);
    CHECK(bench.jobs().statistics().waiting == 2);
    bench.submit("b", "b", Urgency::interactive);
    bench.submit("c", "c", Urgency::interactive);
    REQUIRE(eventually([&] { return bench.jobs().find("b")->position == 0; }));
    std::this_thread::sleep_for(400ms);
    CHECK(bench.jobs().statistics().speaking == kMaximumSpokenJobs);
    CHECK(bench.jobs().statistics().waiting == 3);
    bench.gate().open();
    CHECK(eventually([&] { return bench.jobs().statistics().completed == kMaximumSpokenJobs + 3; }));
}

TEST_CASE("the_seventeenth_job_of_a_client_is_refused_with_the_time_to_come_back") {
    Bench bench;
    bench.occupy();
    for (std::size_t i = 0; i < kMaximumWaitingJobs; ++i) {
        REQUIRE(bench.submit(std::to_string(i), "a"));
    }
    const auto refused = bench.jobs().reserve("a");
    REQUIRE(!refused);
    CHECK(refused.error().reason == Refusal::Reason::full);
    CHECK(refused.error().retryAfter >= 1);
    CHECK_FALSE(bench.submit("more", "a"));
    CHECK(bench.submit("other", "b"));
    CHECK(bench.jobs().statistics().refused >= 1);
}

TEST_CASE("a_place_that_is_held_is_nobody_elses_until_it_is_let_go") {
    Bench bench;
    bench.occupy();
    std::vector<JobService::Place> places;
    for (std::size_t i = 0; i < kMaximumWaitingJobs; ++i) {
        places.push_back(bench.jobs().reserve("a").value());
    }
    CHECK_FALSE(bench.jobs().reserve("a"));
    places.pop_back();
    CHECK(bench.jobs().reserve("a"));
}

TEST_CASE("an_order_and_its_place_count_once") {
    Bench bench;
    bench.occupy();
    std::vector<JobService::Place> places;
    for (std::size_t i = 0; i < kMaximumWaitingJobs; ++i) {
        places.push_back(bench.jobs().reserve("a").value());
        bench.jobs().submit({std::to_string(i),
                             "a",
                             Urgency::background,
                             "",
                             {"Hello.", "", 0, 1.0, 0},
                             std::make_unique<TraceOutlet>(std::make_shared<Trace>())},
                            places.back());
    }
    CHECK_FALSE(bench.jobs().reserve("a"));
    REQUIRE(bench.jobs().cancel("0"));
    CHECK(bench.jobs().reserve("a"));  // although all who ordered still hold theirs
}

TEST_CASE("an_order_that_comes_when_the_service_stops_is_cancelled") {
    Bench bench;
    auto place = bench.jobs().reserve("a").value();
    bench.jobs().drain(0ms);
    const auto trace = std::make_shared<Trace>();
    bench.jobs().submit(
        {"late", "a", Urgency::background, "", {"Hello.", "", 0, 1.0, 0}, std::make_unique<TraceOutlet>(trace)},
        std::move(place));
    CHECK(trace->ends == 1);
    CHECK(trace->code == ErrorCode::cancelled);
    CHECK(bench.engine().started == 0);
}

TEST_CASE("a_waiting_job_that_is_cancelled_is_gone_at_once_and_never_spoken") {
    Bench bench;
    bench.occupy();
    const auto waiting = bench.submit("waiting", "a");
    REQUIRE(bench.jobs().cancel("waiting"));
    CHECK(waiting->ends == 1);
    CHECK(waiting->code == ErrorCode::cancelled);
    CHECK_FALSE(bench.jobs().find("waiting"));
    CHECK_FALSE(bench.jobs().cancel("waiting"));
    CHECK(bench.engine().started == 1);
}

TEST_CASE("a_job_that_is_being_spoken_can_be_cancelled_and_the_next_one_begins") {
    Bench bench;
    const auto first = bench.occupy();
    const auto second = bench.submit("second", "a");
    REQUIRE(bench.jobs().cancel("first"));
    REQUIRE(hasEnded(first));
    CHECK(first->code == ErrorCode::cancelled);
    bench.gate().open();
    REQUIRE(hasEnded(second));
    CHECK(second->succeeded);
}

TEST_CASE("cancelling_everything_counts_what_there_was") {
    Bench bench;
    const auto first = bench.occupy();
    const auto second = bench.submit("second", "a");
    CHECK(bench.jobs().cancelAll() == 2);
    CHECK(hasEnded(first));
    CHECK(hasEnded(second));
}

TEST_CASE("whoever_waits_for_a_change_sees_each_step") {
    Bench bench;
    bench.occupy();
    bench.submit("second", "a");
    const auto seen = bench.jobs().find("second");
    REQUIRE(seen);
    CHECK(seen->position == 1);
    CHECK(bench.jobs().waitForChange(*seen, 10ms, {})->position == 1);  // nothing has happened
    std::jthread later([&] { bench.jobs().cancel("first"); });
    CHECK(bench.jobs().waitForChange(*seen, 20s, {})->position == 0);
    bench.gate().open();
    CHECK(eventually([&] { return !bench.jobs().find("second"); }));
    CHECK_FALSE(bench.jobs().waitForChange(*seen, 20s, {}));
}

TEST_CASE("draining_lets_jobs_finish_and_refuses_new_ones") {
    Bench bench;
    const auto first = bench.occupy();
    std::jthread later([&] {
        CHECK(eventually([&] { return bench.jobs().isStopping(); }));
        CHECK_FALSE(bench.submit("late", "a"));
        CHECK(bench.jobs().reserve("a").error().reason == Refusal::Reason::stopping);
        bench.gate().open();
    });
    bench.jobs().drain(20s);
    CHECK(first->succeeded);
}

TEST_CASE("draining_cancels_what_takes_too_long") {
    Bench bench;
    const auto first = bench.occupy();
    const auto second = bench.submit("second", "a");
    bench.jobs().drain(10ms);
    CHECK(first->code == ErrorCode::cancelled);
    CHECK(second->code == ErrorCode::cancelled);
    CHECK(second->chunks == 0);
}

TEST_CASE("a_failure_of_one_job_leaves_the_next_alone") {
    engine::FakeScript script;
    script.failAtChunk = 1;
    Bench bench(script);
    const auto first = bench.submit("first", "a");
    const auto second = bench.submit("second", "a");
    REQUIRE(hasEnded(first));
    REQUIRE(hasEnded(second));
    CHECK_FALSE(first->succeeded);
    CHECK(eventually([&] { return bench.jobs().statistics().failed == 2; }));
}

TEST_CASE("an_idle_engine_is_unloaded_and_comes_back_for_the_next_job") {
    Bench bench({}, 1s);
    CHECK(eventually([&] { return !bench.host().status().isLoaded; }));
    CHECK(bench.host().voices()->size() == 2);  // they are known all the same
    const auto job = bench.submit("one", "a");
    REQUIRE(job);
    REQUIRE(hasEnded(job));
    CHECK(job->succeeded);
    CHECK(bench.loads() == 2);
}

TEST_CASE("unloading_during_a_job_lets_it_finish") {
    Bench bench;
    const auto first = bench.occupy();
    auto& gate = bench.gate();
    bench.host().unload();
    gate.open();
    REQUIRE(hasEnded(first));
    CHECK(first->succeeded);
}

TEST_CASE("jobs_cancelled_at_random_moments_all_end_once") {
    engine::FakeScript script;
    script.chunks = 40;
    script.secondsPerChunk = 0.01;
    script.delayPerChunk = 15ms;
    Bench bench(script);
    std::size_t mostAtOnce = 0;
    std::vector<std::shared_ptr<Trace>> traces;
    for (int round = 0; round < 40; ++round) {
        const auto id = std::to_string(round);
        traces.push_back(bench.submit(id, "client" + std::to_string(round % 3),
                                      round % 2 == 0 ? Urgency::background : Urgency::interactive));
        REQUIRE(traces.back());
        std::this_thread::sleep_for(std::chrono::milliseconds(round * 7 % 23 + (round % 8 == 6 ? 300 : 0)));
        mostAtOnce = std::max(mostAtOnce, bench.jobs().statistics().speaking);
        bench.jobs().cancel(std::to_string(round * 5 % (round + 1)));
        if (round % 8 == 7) {
            bench.jobs().cancelAll();
        }
    }
    CHECK(mostAtOnce >= 2);
    bench.jobs().drain(0ms);
    for (const auto& trace : traces) {
        CHECK(trace->ends == 1);
    }
}
