#pragma once

#include <string>

#include "base/descriptor.h"
#include "base/result.h"

namespace parlando::http {

// Whether other machines can reach an address.
enum class Reach { thisMachine, network };

struct Listener {
    Descriptor socket;
    int port = 0;  // the one that was bound, also where 0 was asked for
    Reach reach = Reach::thisMachine;
};

// Listens on the first address that `host` means. Never with SO_REUSEPORT: with it two servers share a
// port without noticing. Errors: busy (port taken), notFound (no such host), io.
Result<Listener> listenOn(const std::string& host, int port);

// Whether `host` means this machine only. Errors: notFound.
Result<Reach> reachOf(const std::string& host);

}  // namespace parlando::http
