#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http/message.h"

namespace parlando::server {

inline constexpr char kEventStreamType[] = "text/event-stream";

// Server-sent events (WHATWG HTML, 9.2): one unnamed event with one line of data, such as JSON.
inline Result<> sendEvent(const http::BodySink& sink, std::string_view data) {
    const std::string text = "data: " + std::string(data) + "\n\n";
    return sink(std::as_bytes(std::span(text)));
}

// A comment, which clients skip: shows that the connection lives.
inline Result<> sendHeartbeat(const http::BodySink& sink) {
    constexpr std::string_view kText = ": heartbeat\n\n";
    return sink(std::as_bytes(std::span(kText)));
}

}  // namespace parlando::server
