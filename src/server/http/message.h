#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

// Requests and responses as the rest of the server sees them; no HTTP library shows through.
namespace parlando::http {

class Upload;

struct Header {
    std::string name;
    std::string value;
};

// The value of the first header of that name (letters of any case), or nothing.
std::optional<std::string_view> findHeader(std::span<const Header> headers, std::string_view name);

// Letters of either case are equal; ASCII only.
bool equalIgnoringCase(std::string_view left, std::string_view right);

struct Request {
    std::string method;                                 // "GET"
    std::string path;                                   // as sent, without the query
    std::string query;                                  // as sent, without the '?'
    std::map<std::string, std::string> pathParameters;  // decoded values of the `{name}` segments
    std::vector<Header> headers;
    std::string body;
    std::string peer;  // the client's address, without its port
    // Asked to stop when the client has gone or the server must end. Work for this request stops with it.
    std::stop_token cancelled;
    std::shared_ptr<const Upload> upload;  // the body, where the route takes an upload
};

// Receives the pieces of a body. An error means that the client is gone: stop producing.
using BodySink = std::function<Result<>(std::span<const std::byte>)>;

// Writes a body piece by piece, on the thread of the connection; what it captured lives until it returns.
// An error ends the connection without the end mark of the body, so that the client sees that it is cut.
using BodyProducer = std::function<Result<>(const BodySink&)>;

// The same of a length that is known before, so that a client can see whether all of it has come.
struct SizedBody {
    std::uint64_t length = 0;  // bytes
    BodyProducer produce;
};

struct Response {
    int status = 200;
    std::string contentType = "application/json";
    std::vector<Header> headers;
    std::variant<std::string, BodyProducer, SizedBody> body;
};

inline Response json(int status, std::string body) {
    return {status, "application/json", {}, std::move(body)};
}

// A request that was refused before any handler saw it.
struct Rejection {
    int status = 400;
    std::string code;     // for programs: "host_not_allowed"
    std::string message;  // for people
    std::vector<Header> headers;
};

}  // namespace parlando::http
