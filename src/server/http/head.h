#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/http/message.h"

namespace parlando::http {

// Bounds of a request head, in bytes. A browser's largest honest head to this server is a third of them.
inline constexpr std::size_t kMaximumHead = 16 * 1024;
inline constexpr std::size_t kMaximumHeaders = 64;
inline constexpr std::size_t kMaximumHeaderLine = 2 * 1024;
inline constexpr std::size_t kMaximumTarget = 512;
inline constexpr std::size_t kMaximumRange = 256;

// Request line and headers of one request.
struct RequestHead {
    std::string method;
    std::string path;                     // begins with '/', percent-encoding as sent
    std::string query;                    // without '?'
    std::vector<Header> headers;          // values without surrounding blanks
    std::optional<std::uint64_t> length;  // Content-Length
    std::string host;                     // the one Host header
};

// Reads a head, strictly: whatever two programs could read in two ways is refused (RFC 9112 with none of
// its allowances), because request smuggling lives on such differences. `bytes` ends with the empty line.
// What is not supported is refused here too: chunked or compressed bodies, HTTP/1.0, long ranges. Nothing
// that this function refuses reaches the HTTP library, whose parser has known holes (Debian's 0.11.4).
tl::expected<RequestHead, Rejection> parseHead(std::string_view bytes);

}  // namespace parlando::http
