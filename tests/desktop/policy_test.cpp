#include <unistd.h>

#include <fstream>

#include <catch2/catch.hpp>

#include "base/files.h"

#include "desktop/backend/backend_choice.h"
#include "desktop/backend/diagnosis.h"
#include "desktop/backend/process_work.h"
#include "desktop/backend/restart_policy.h"

using namespace parlando::desktop;
using namespace std::chrono_literals;

namespace {

const Backend kCpu{"cpu", "cpu", "/bin/cpu", Trust::good};
const Backend kGood{"a", "cuda", "/bin/cuda", Trust::good};
const Backend kTrial{"a", "cuda", "/bin/cuda", Trust::trial};
const Moment kStart{std::chrono::hours(1000)};

using Kind = Verdict::Kind;

}  // namespace

TEST_CASE("the_gpu_is_chosen_where_there_is_one") {
    const auto wanted = GENERATE(Variant::automatic, Variant::cuda);
    const auto choice = chooseBackend(wanted, {kCpu, kGood, {}, {}});
    CHECK(choice.backend == kGood);
    CHECK(choice.reason.empty());
}

TEST_CASE("who_asks_for_the_cpu_gets_it") {
    CHECK(chooseBackend(Variant::cpu, {kCpu, kGood, {}, {}}).backend == kCpu);
}

TEST_CASE("without_a_gpu_backend_the_cpu_speaks_and_only_who_asked_for_it_is_told") {
    CHECK(chooseBackend(Variant::automatic, {kCpu, {}, {}, {}}).reason.empty());
    CHECK(chooseBackend(Variant::cuda, {kCpu, {}, {}, {}}).reason == "The GPU backend is not installed.");
    CHECK(chooseBackend(Variant::automatic, {kCpu, {}, {}, "It is broken."}).reason == "It is broken.");
}

TEST_CASE("either_backend_missing_still_starts_the_other") {
    const auto onlyGpu = chooseBackend(Variant::cpu, {{}, kGood, "No server.", {}});
    CHECK(onlyGpu.backend == kGood);
    CHECK(onlyGpu.reason == "No server.");
    const auto none = chooseBackend(Variant::cuda, {{}, {}, "No server.", {}});
    CHECK_FALSE(none.backend);
    CHECK(none.reason == "No server. The GPU backend is not installed.");
}

TEST_CASE("an_older_gpu_backend_runs_and_the_reason_is_told") {
    const auto choice = chooseBackend(Variant::automatic, {kCpu, kGood, {}, "The newer one failed."});
    CHECK(choice.backend == kGood);
    CHECK(choice.reason == "The newer one failed.");
}

TEST_CASE("variants_have_the_names_of_the_api") {
    for (const auto variant : {Variant::automatic, Variant::cpu, Variant::cuda}) {
        CHECK(variantFrom(name(variant)) == variant);
    }
    CHECK(variantFrom("rocm") == Variant::automatic);
}

TEST_CASE("delays_double_from_half_a_second_to_four") {
    RestartPolicy policy;
    for (const auto delay : {500ms, 1000ms, 2000ms, 4000ms}) {
        CHECK(policy.failed(kCpu, Failure::crashed, kStart) == Verdict{Kind::again, delay});
    }
}

TEST_CASE("a_minute_of_health_makes_the_next_failure_a_first_one") {
    RestartPolicy policy;
    policy.failed(kCpu, Failure::crashed, kStart);
    policy.ready(kStart + 1s);
    CHECK(policy.failed(kCpu, Failure::crashed, kStart + 30s).delay == 1000ms);
    policy.ready(kStart + 31s);
    CHECK(policy.failed(kCpu, Failure::crashed, kStart + 91s).delay == 500ms);
}

TEST_CASE("a_trial_goes_back_at_its_first_failure") {
    const auto failure = GENERATE(Failure::crashed, Failure::silent, Failure::unusable, Failure::dishonest);
    CHECK(RestartPolicy().failed(kTrial, failure, kStart).kind == Kind::otherBackend);
}

TEST_CASE("three_crashes_of_the_gpu_within_five_minutes_are_too_many") {
    RestartPolicy policy;
    CHECK(policy.failed(kGood, Failure::crashed, kStart).kind == Kind::again);
    CHECK(policy.failed(kGood, Failure::crashed, kStart + 100s).kind == Kind::again);
    SECTION("within") {
        CHECK(policy.failed(kGood, Failure::crashed, kStart + 299s).kind == Kind::otherBackend);
    }
    SECTION("beyond") {
        CHECK(policy.failed(kGood, Failure::crashed, kStart + 300s).kind == Kind::again);
    }
}

TEST_CASE("crashes_are_remembered_from_an_earlier_run_of_the_app") {
    RestartPolicy policy({kStart - 20s, kStart - 10s});
    CHECK(policy.failed(kGood, Failure::crashed, kStart).kind == Kind::otherBackend);
}

TEST_CASE("crashes_that_lie_in_the_future_do_not_count") {
    RestartPolicy policy({kStart + 1h, kStart + 2h});
    CHECK(policy.failed(kGood, Failure::crashed, kStart).kind == Kind::again);
}

TEST_CASE("what_cannot_work_is_not_tried_again") {
    const auto failure = GENERATE(Failure::unusable, Failure::dishonest);
    CHECK(RestartPolicy().failed(kGood, failure, kStart).kind == Kind::otherBackend);
    CHECK(RestartPolicy().failed(kCpu, failure, kStart).kind == Kind::giveUp);
}

TEST_CASE("a_hanging_gpu_backend_is_not_waited_for_again_and_the_cpu_is") {
    CHECK(RestartPolicy().failed(kGood, Failure::silent, kStart).kind == Kind::otherBackend);
    CHECK(RestartPolicy().failed(kCpu, Failure::silent, kStart).kind == Kind::again);
}

TEST_CASE("a_backend_is_not_blamed_for_its_surroundings") {
    const auto& backend = GENERATE(kTrial, kGood, kCpu);
    RestartPolicy policy;
    for (int i = 0; i < 4; ++i) {
        CHECK(policy.failed(backend, Failure::surroundings, kStart + i * 10s).kind == Kind::again);
    }
    CHECK(policy.failed(backend, Failure::surroundings, kStart + 50s).kind == Kind::giveUp);
}

TEST_CASE("five_failures_of_the_cpu_within_a_minute_end_it_and_forgiveness_begins_anew") {
    RestartPolicy policy;
    for (int i = 0; i < 4; ++i) {
        CHECK(policy.failed(kCpu, Failure::crashed, kStart + i * 10s).kind == Kind::again);
    }
    CHECK(policy.failed(kCpu, Failure::crashed, kStart + 50s).kind == Kind::giveUp);
    policy.forgive();
    CHECK(policy.failed(kCpu, Failure::crashed, kStart + 51s) == Verdict{Kind::again, 500ms});
}

TEST_CASE("exit_codes_say_whether_it_may_work_again") {
    const auto ofCode = [](int code) { return diagnose({Ending::Kind::exited, code, {}}).failure; };
    for (const int code : {64, 71, 72, 78, 127}) {
        CHECK(ofCode(code) == Failure::unusable);
    }
    for (const int code : {0, 69, 73, 75}) {
        CHECK(ofCode(code) == Failure::surroundings);
    }
    for (const int code : {1, 70, 255}) {
        CHECK(ofCode(code) == Failure::crashed);
    }
    CHECK(diagnose({Ending::Kind::killed, 11, {}}).failure == Failure::crashed);
    CHECK(diagnose({Ending::Kind::killed, 4, {}}).failure == Failure::unusable);
    CHECK(diagnose({Ending::Kind::notStarted, 0, "No such file"}).failure == Failure::unusable);
}

TEST_CASE("work_is_running_or_waiting_for_the_machine_and_a_tick_is_none") {
    CHECK(isAtWork({10, 5}, {12, 5}));
    CHECK(isAtWork({10, 5}, {10, 6}));
    CHECK_FALSE(isAtWork({10, 5}, {11, 5}));
    CHECK_FALSE(isAtWork({10, 5}, {10, 5}));
    CHECK(isAtWork({10, 5}, {10, 5, true}));
    CHECK_FALSE(isAtWork({10, 5, true}, {10, 5}));
}

TEST_CASE("the_work_of_a_process_is_read_whatever_it_is_called") {
    CHECK(processWork(::getpid()));
    CHECK_FALSE(processWork(-1));
    const auto folder = *parlando::TemporaryFolder::create();
    std::filesystem::create_directory(folder.path() / "7");
    const auto stat = folder.path() / "7" / "stat";
    std::ofstream(stat) << "7 (a ) 1 2) R 1 7 7 0 -1 4194304 100 200 33 400 55 66 0 0 20 0 1 0 9\n";
    const auto work = processWork(7, folder.path());
    REQUIRE(work);
    CHECK(work->diskFaults == 33);
    CHECK(work->processorTicks == 121);
    CHECK_FALSE(work->isRunnable);
    std::filesystem::create_directories(folder.path() / "7" / "task" / "8");
    const auto thread = folder.path() / "7" / "task" / "8" / "stat";
    for (const char state : {'S', 'R', 'D', 'Z'}) {
        std::ofstream(thread) << "8 (loader) " << state << " 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 9\n";
        CHECK(processWork(7, folder.path())->isRunnable == (state == 'R' || state == 'D'));
    }
    std::ofstream(stat) << "7 (short) R 1 7";
    CHECK_FALSE(processWork(7, folder.path()));
    std::ofstream(stat) << "no name";
    CHECK_FALSE(processWork(7, folder.path()));
}
