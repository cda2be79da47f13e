#include "net/failure.h"

namespace parlando::net {

std::string_view nameOf(Problem problem) {
    switch (problem) {
        case Problem::cancelled:
            return "cancelled";
        case Problem::offline:
            return "offline";
        case Problem::unknownHost:
            return "unknown_host";
        case Problem::unreachable:
            return "unreachable";
        case Problem::tls:
            return "tls";
        case Problem::proxy:
            return "proxy";
        case Problem::proxyAuthentication:
            return "proxy_authentication";
        case Problem::stalled:
            return "stalled";
        case Problem::interrupted:
            return "interrupted";
        case Problem::forbiddenAddress:
            return "forbidden_address";
        case Problem::refused:
            return "refused";
        case Problem::notFound:
            return "not_found";
        case Problem::tooManyRequests:
            return "too_many_requests";
        case Problem::serverError:
            return "server_error";
        case Problem::badAnswer:
            return "bad_answer";
        case Problem::tooLarge:
            return "too_large";
        case Problem::diskFull:
            return "disk_full";
        case Problem::storage:
            return "storage";
        case Problem::corrupt:
            return "corrupt";
        case Problem::untrusted:
            return "untrusted";
        case Problem::busy:
            return "busy";
    }
    return "unknown";
}

Failure Failure::context(const std::string& where) const {
    Failure failure = *this;
    failure.message = where + ": " + message;
    return failure;
}

Error Failure::error() const {
    switch (problem) {
        case Problem::cancelled:
            return {ErrorCode::cancelled, message};
        case Problem::notFound:
            return {ErrorCode::notFound, message};
        case Problem::forbiddenAddress:
            return {ErrorCode::invalidInput, message};
        case Problem::badAnswer:
        case Problem::corrupt:
        case Problem::untrusted:
            return {ErrorCode::corrupt, message};
        case Problem::tooLarge:
            return {ErrorCode::resourceLimit, message};
        case Problem::busy:
            return {ErrorCode::busy, message};
        default:
            return {ErrorCode::io, message};
    }
}

}  // namespace parlando::net
