#include "server/api_error.h"

#include "protocol/messages.h"

namespace parlando::server {
namespace {

// OpenAI's clients decide on the type whether to try again.
std::string typeOf(int status) {
    switch (status) {
        case 401:
        case 403:
            return "authentication_error";
        case 429:
            return "rate_limit_error";
        default:
            return status >= 500 ? "server_error" : "invalid_request_error";
    }
}

}  // namespace

int httpStatusOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalidInput:
        case ErrorCode::notFound:  // something that the request named, not the path
        case ErrorCode::resourceLimit:
            return 400;
        case ErrorCode::busy:
        case ErrorCode::cancelled:
            return 503;
        case ErrorCode::corrupt:
        case ErrorCode::incompatible:
        case ErrorCode::io:
        case ErrorCode::internal:
            break;
    }
    return 500;
}

http::Response apiError(int status, std::string_view detail, std::string_view code) {
    auto response = http::json(status, protocol::errorBody(detail, code));
    if (status == 429 || status == 503) {
        response.headers.push_back({"Retry-After", "1"});
    }
    return response;
}

http::Response apiError(const Error& error) {
    const int status = error.code == ErrorCode::notFound ? 404 : httpStatusOf(error.code);
    return apiError(status, error.message, protocol::name(error.code));
}

http::Response openAiError(int status, std::string message, std::optional<std::string> parameter,
                           std::optional<std::string> code) {
    auto response = http::json(status, protocol::toJson(protocol::OpenAiError{std::move(message), typeOf(status),
                                                                              std::move(parameter), std::move(code)}));
    if (status == 429 || status == 503) {
        response.headers.push_back({"Retry-After", "1"});
    }
    return response;
}

http::Response openAiError(const Error& error, std::optional<std::string> parameter) {
    return openAiError(httpStatusOf(error.code), error.message, std::move(parameter),
                       std::string(protocol::name(error.code)));
}

std::string rejectionBody(std::string_view path, const http::Rejection& rejection) {
    if (path == "/v1" || path.starts_with("/v1/")) {
        return protocol::toJson(
            protocol::OpenAiError{rejection.message, typeOf(rejection.status), std::nullopt, rejection.code});
    }
    return protocol::errorBody(rejection.message, rejection.code);
}

}  // namespace parlando::server
