#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/http/head.h"
#include "server/http/router.h"

// Who may talk to the server. Decided on the head alone, before the body is read and before any handler.
namespace parlando::http {

struct Policy {
    // Lower-case "name:port" that a Host header may hold. A web page that points a name of its own at
    // this machine (DNS rebinding) comes with that name and is refused.
    std::vector<std::string> hosts;
    // "http://localhost:3000": web origins whose pages may call. Compared, never reflected.
    std::vector<std::string> origins;
    std::string apiKey;  // empty: none needed
};

// The hosts that mean this machine at that port, and the configured ones ("studio.lan" gets the port).
std::vector<std::string> allowedHosts(int port, const std::vector<std::string>& configured);

// Host, Origin and Sec-Fetch-Site.
std::optional<Rejection> checkSource(const RequestHead& head, const Policy& policy);

// The API key, if one is needed.
std::optional<Rejection> checkKey(const RequestHead& head, const Policy& policy, Access access);

// Length and type of the body that is about to come.
std::optional<Rejection> checkBody(const RequestHead& head, const Route& route);

// What to add to every response to this request: nothing, or the leave for an allowed origin to read it.
std::vector<Header> originHeaders(const RequestHead& head, const Policy& policy);

// The headers of the answer to a preflight request of an allowed origin. OPTIONS is nothing else here.
std::vector<Header> preflightHeaders();

}  // namespace parlando::http
