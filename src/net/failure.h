#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace parlando::net {

// Everything that can end a transfer, or a download made of transfers, before its end.
enum class Problem {
    cancelled,            // the caller asked us to stop
    offline,              // this computer has no network
    unknownHost,          // the name of the server or the proxy has no address
    unreachable,          // no connection: refused, no route, no answer in time
    tls,                  // the server cannot prove who it is, or speaks no TLS that we accept
    proxy,                // the proxy is down or refuses
    proxyAuthentication,  // the proxy wants a password (407)
    stalled,              // connected, and then too few bytes for too long
    interrupted,          // the connection ended before the body did
    forbiddenAddress,     // the address, or one that it redirects to, is none that we may use
    refused,              // 400, 401, 403: also what an expired signed address gives
    notFound,             // 404, 410
    tooManyRequests,      // 429
    serverError,          // 408, 425, 5xx
    badAnswer,            // HTTP that contradicts itself, the question, or what is known of the file
    tooLarge,             // more bytes than announced or accepted
    diskFull,             // what arrived cannot be stored for want of space
    storage,              // what arrived cannot be stored for another reason
    corrupt,              // complete, but other bytes than they should be
    untrusted,            // a manifest or signature that the verifier refused
    busy,                 // another process is doing the same
};

// The name of a problem for scripts: "disk_full". Stable.
std::string_view nameOf(Problem problem);

// What went wrong as a sentence with what to do about it, and what a decision needs.
struct Failure {
    Problem problem = Problem::badAnswer;
    std::string message;
    int status = 0;                                         // of HTTP, if there was an answer
    std::optional<std::chrono::milliseconds> retryAfter{};  // as the server asked

    [[nodiscard]] Failure context(const std::string& where) const;
    // The same for callers that only know the codes of this program.
    [[nodiscard]] Error error() const;
};

template <class T = void>
using Outcome = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> fail(Problem problem, std::string message) {
    return tl::unexpected<Failure>(Failure{problem, std::move(message)});
}

}  // namespace parlando::net
