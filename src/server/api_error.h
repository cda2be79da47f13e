#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http/message.h"

namespace parlando::server {

// The HTTP status for an error of our own code.
int httpStatusOf(ErrorCode code);

// {"detail","code"}: an error of our own routes. What a request names and does not exist is a 404 there.
http::Response apiError(int status, std::string_view detail, std::string_view code);
http::Response apiError(const Error& error);

// An error under /v1, in OpenAI's form. `parameter` is the member of the request that is at fault.
http::Response openAiError(int status, std::string message, std::optional<std::string> parameter = std::nullopt,
                           std::optional<std::string> code = std::nullopt);
http::Response openAiError(const Error& error, std::optional<std::string> parameter = std::nullopt);

// The body for a request that the HTTP layer refused: OpenAI's form under /v1, {"detail","code"} elsewhere.
std::string rejectionBody(std::string_view path, const http::Rejection& rejection);

}  // namespace parlando::server
