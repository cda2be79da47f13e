#include "net/retry.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

#include "net/curl_library.h"

namespace parlando::net {
namespace {

constexpr std::chrono::milliseconds kAWeek = std::chrono::hours{24 * 7};  // longer than anybody waits

Next hopeFor(Problem problem) {
    switch (problem) {
        case Problem::offline:
        case Problem::unknownHost:
        case Problem::unreachable:
        case Problem::proxy:
        case Problem::stalled:
        case Problem::interrupted:
        case Problem::refused:  // a signed address may have expired, and the next attempt gets a new one
        case Problem::tooManyRequests:
        case Problem::serverError:
        case Problem::badAnswer:
            return Next::retry;
        case Problem::tls:
        case Problem::forbiddenAddress:
        case Problem::notFound:
        case Problem::tooLarge:
        case Problem::corrupt:
        case Problem::untrusted:
            return Next::otherSource;
        case Problem::cancelled:
        case Problem::proxyAuthentication:
        case Problem::diskFull:
        case Problem::storage:
        case Problem::busy:
            return Next::giveUp;
    }
    return Next::giveUp;
}

}  // namespace

RetryDecision decideRetry(const RetryPolicy& policy, const Failure& failure, int attempt, double jitter) {
    const Next hope = hopeFor(failure.problem);
    if (hope != Next::retry) {
        return {hope, {}};
    }
    if (attempt >= policy.attempts) {
        return {Next::otherSource, {}};
    }
    if (failure.retryAfter) {
        return {Next::retry, std::clamp(*failure.retryAfter, std::chrono::milliseconds{0}, policy.maximumRetryAfter)};
    }
    auto delay = std::min(policy.firstDelay, policy.maximumDelay);
    for (int doubled = 1; doubled < attempt && delay < policy.maximumDelay; ++doubled) {
        delay = std::min(2 * delay, policy.maximumDelay);
    }
    const double share = 0.5 + 0.5 * std::clamp(jitter, 0.0, 1.0);
    return {Next::retry, std::chrono::milliseconds(static_cast<long>(static_cast<double>(delay.count()) * share))};
}

std::optional<std::chrono::milliseconds> parseRetryAfter(std::string_view text,
                                                         std::chrono::system_clock::time_point now) {
    if (text.empty() || text.front() == '-') {
        return std::nullopt;
    }
    long long seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (end == text.data() + text.size()) {
        const bool huge = error == std::errc::result_out_of_range || seconds > kAWeek / std::chrono::seconds{1};
        return huge ? kAWeek : std::chrono::milliseconds(seconds * 1000);
    }
    // A date is longer than any abbreviation that curl_getdate also takes for one ("12", "mon").
    const std::time_t date = text.size() < 20 ? -1 : curl().getdate(std::string(text).c_str(), nullptr);
    if (date < 0) {
        return std::nullopt;
    }
    const auto wait = std::chrono::system_clock::from_time_t(date) - now;
    return std::clamp<std::chrono::milliseconds>(std::chrono::ceil<std::chrono::milliseconds>(wait),
                                                 std::chrono::milliseconds{0}, kAWeek);
}

}  // namespace parlando::net
