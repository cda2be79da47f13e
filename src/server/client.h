#pragma once

#include <string>

#include "server/http/message.h"

namespace parlando::server {

// Who a request comes from, for taking turns: what the client calls itself in `X-Voicebox-Client-Id` (at most 64
// characters count), else its address. The key says nothing, since all share one. A name is no proof: it only
// divides a queue in which nobody gets more than a place in turn by having many.
std::string clientOf(const http::Request& request);

}  // namespace parlando::server
