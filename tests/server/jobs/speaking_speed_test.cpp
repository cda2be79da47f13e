#include <vector>

#include <catch2/catch.hpp>

#include "server/jobs/speaking_speed.h"

using namespace parlando::server;

namespace {

constexpr SpeakingSpeed kSpeed{0.1, 0.5};  // 10 bytes a second of audio, half a second of work for it

}  // namespace

TEST_CASE("work_is_text_times_measured_speed") {
    CHECK(workIn({}, kSpeed) == Approx(0.0));
    CHECK(workIn(std::vector<PendingText>{{1000}}, kSpeed) == Approx(50.0));
    CHECK(workIn(std::vector<PendingText>{{1000}, {200}}, kSpeed) == Approx(60.0));
}

TEST_CASE("what_has_been_spoken_is_no_work_any_more") {
    CHECK(workIn(std::vector<PendingText>{{1000, 1.0, 0.75}}, kSpeed) == Approx(12.5));
}

TEST_CASE("fast_speech_is_less_work") {
    CHECK(workIn(std::vector<PendingText>{{1000, 2.0}}, kSpeed) == Approx(25.0));
}

TEST_CASE("retry_after_is_whole_seconds_within_bounds") {
    CHECK(retryAfterSeconds({}, kSpeed) == 1);
    CHECK(retryAfterSeconds(std::vector<PendingText>{{1010}}, kSpeed) == 51);
    CHECK(retryAfterSeconds(std::vector<PendingText>(16, {1048576}), kSpeed) == 3600);
}

TEST_CASE("jobs_that_were_done_change_the_speed_step_by_step") {
    SpeakingSpeed speed = kSpeed;
    for (int i = 0; i < 30; ++i) {
        speed = speed.updated(100, 1.0, 5.0, 0.25);
    }
    CHECK(speed.audioPerByte == Approx(0.05).epsilon(0.01));
    CHECK(speed.realTimeFactor == Approx(0.05).epsilon(0.01));
    const auto once = kSpeed.updated(100, 1.0, 5.0, 0.25);
    CHECK(once.realTimeFactor < kSpeed.realTimeFactor);
    CHECK(once.realTimeFactor > 0.05);
}

TEST_CASE("the_ordered_speed_is_taken_out_of_the_measure") {
    CHECK(kSpeed.updated(100, 2.0, 5.0, 1.0).audioPerByte == Approx(kSpeed.updated(100, 1.0, 10.0, 1.0).audioPerByte));
}

TEST_CASE("jobs_that_say_nothing_change_nothing") {
    CHECK(kSpeed.updated(0, 1.0, 1.0, 1.0).audioPerByte == Approx(kSpeed.audioPerByte));
    CHECK(kSpeed.updated(10, 1.0, 0.0, 1.0).realTimeFactor == Approx(kSpeed.realTimeFactor));
}
