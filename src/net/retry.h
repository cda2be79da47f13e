#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "net/failure.h"

namespace parlando::net {

struct RetryPolicy {
    int attempts = 6;                             // in a row that bring nothing, before a source is given up
    std::chrono::milliseconds firstDelay{1'000};  // doubles with each attempt
    std::chrono::milliseconds maximumDelay{30'000};
    std::chrono::milliseconds maximumRetryAfter{120'000};  // of what a server asks for
};

enum class Next {
    retry,        // the same address, after a delay
    otherSource,  // nothing to hope for here; a mirror may do better
    giveUp,       // no source can help
};

struct RetryDecision {
    Next next = Next::giveUp;
    std::chrono::milliseconds delay{};
    bool operator==(const RetryDecision&) const = default;
};

// What to do after a failure. `attempt`: failures in a row without progress, this one included. `jitter`: from
// 0 to 1, by chance, so that many clients do not come back at once; half of the delay depends on it. What a
// server asks for is waited in full.
RetryDecision decideRetry(const RetryPolicy& policy, const Failure& failure, int attempt, double jitter);

// A Retry-After field, seconds or a date, as the time from `now`; nothing if it is neither. A date in the past is zero.
std::optional<std::chrono::milliseconds> parseRetryAfter(std::string_view text,
                                                         std::chrono::system_clock::time_point now);

}  // namespace parlando::net
