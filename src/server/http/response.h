#pragma once

#include "server/http/connection.h"
#include "server/http/message.h"

namespace parlando::http {

// Whether the body follows: the answer to HEAD is that to GET without it.
enum class Content { whole, headersOnly };

// Writes a response, the last one on its connection. A body that is produced goes out in chunks (RFC 9112,
// 7.1), each as soon as it is made; what a producer throws passes through and leaves the body unfinished.
void send(Connection& connection, const Response& response, Content content);

// A response as it is sent; its body is whole.
std::string bytesOf(const Response& response);

}  // namespace parlando::http
