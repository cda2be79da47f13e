#include <catch2/catch.hpp>

#include "net/retry.h"

using namespace parlando::net;
using namespace std::chrono_literals;

namespace {

const RetryPolicy kPolicy;

RetryDecision decide(Problem problem, int attempt, double jitter = 1,
                     std::optional<std::chrono::milliseconds> after = {}) {
    return decideRetry(kPolicy, Failure{problem, "", 0, after}, attempt, jitter);
}

const auto kNow = std::chrono::system_clock::from_time_t(784'111'777);  // Sun, 06 Nov 1994 08:49:37 GMT

}  // namespace

TEST_CASE("delays_double_up_to_the_maximum") {
    REQUIRE(decide(Problem::interrupted, 1) == RetryDecision{Next::retry, 1s});
    REQUIRE(decide(Problem::interrupted, 2) == RetryDecision{Next::retry, 2s});
    REQUIRE(decide(Problem::interrupted, 5) == RetryDecision{Next::retry, 16s});
    RetryPolicy patient = kPolicy;
    patient.attempts = 1000;
    REQUIRE(decideRetry(patient, {Problem::stalled, ""}, 6, 1).delay == 30s);
    REQUIRE(decideRetry(patient, {Problem::stalled, ""}, 999, 1).delay == 30s);
}

TEST_CASE("jitter_takes_up_to_half_of_a_delay") {
    REQUIRE(decide(Problem::serverError, 1, 0).delay == 500ms);
    REQUIRE(decide(Problem::serverError, 1, 0.5).delay == 750ms);
    REQUIRE(decide(Problem::serverError, 1, -3).delay == 500ms);
    REQUIRE(decide(Problem::serverError, 1, 7).delay == 1s);
}

TEST_CASE("what_a_server_asks_for_is_waited_in_full_and_at_most_two_minutes") {
    REQUIRE(decide(Problem::tooManyRequests, 1, 0, 7s).delay == 7s);
    REQUIRE(decide(Problem::serverError, 1, 0, 0s).delay == 0s);
    REQUIRE(decide(Problem::serverError, 1, 0, 24h).delay == 120s);
}

TEST_CASE("after_six_attempts_without_progress_another_source_is_tried") {
    REQUIRE(decide(Problem::stalled, 5).next == Next::retry);
    REQUIRE(decide(Problem::stalled, 6).next == Next::otherSource);
    REQUIRE(decide(Problem::tooManyRequests, 6, 0, 1s).next == Next::otherSource);
}

TEST_CASE("what_no_repetition_can_mend_is_not_repeated") {
    for (const auto problem : {Problem::tls, Problem::forbiddenAddress, Problem::notFound, Problem::tooLarge,
                               Problem::corrupt, Problem::untrusted}) {
        CAPTURE(nameOf(problem));
        REQUIRE(decide(problem, 1).next == Next::otherSource);
    }
    for (const auto problem :
         {Problem::cancelled, Problem::proxyAuthentication, Problem::diskFull, Problem::storage, Problem::busy}) {
        CAPTURE(nameOf(problem));
        REQUIRE(decide(problem, 1).next == Next::giveUp);
    }
}

TEST_CASE("an_expired_signed_address_is_asked_for_again") {
    REQUIRE(decide(Problem::refused, 1).next == Next::retry);
}

TEST_CASE("retry_after_is_seconds") {
    REQUIRE(parseRetryAfter("0", kNow) == 0s);
    REQUIRE(parseRetryAfter("120", kNow) == 120s);
    REQUIRE(parseRetryAfter("99999999", kNow) == 168h);
    REQUIRE(parseRetryAfter("99999999999999999999999", kNow) == 168h);
}

TEST_CASE("retry_after_is_a_date") {
    REQUIRE(parseRetryAfter("Sun, 06 Nov 1994 08:49:47 GMT", kNow) == 10s);
    REQUIRE(parseRetryAfter("Sun, 06 Nov 1994 08:00:00 GMT", kNow) == 0s);
    REQUIRE(parseRetryAfter("Sun, 06 Nov 2094 08:00:00 GMT", kNow) == 168h);
}

TEST_CASE("retry_after_that_is_neither_does_not_count") {
    for (const auto* const text : {"", "-5", "-99999999999999999999", "soon", "5 minutes", "1e3", "+5", "12.5", "0x10",
                                   "Mon", "Sun, 99 Nov 1994 08:49:47 GMT"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parseRetryAfter(text, kNow));
    }
}
