#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "server/http/server.h"

namespace parlando::server {

// How many requests were answered how. Any thread may call.
class RequestCounters {
public:
    // Pattern of the route, empty for requests that reached none, and status.
    using Key = std::pair<std::string, int>;

    void count(const http::Observation& answered);
    std::map<Key, std::uint64_t> counts() const;

private:
    mutable std::mutex m_mutex;  // guards m_counts
    std::map<Key, std::uint64_t> m_counts;
};

// Writes a request to the log: method, route, status and time, and nothing that the client sent.
void logRequest(const http::Observation& answered);

}  // namespace parlando::server
