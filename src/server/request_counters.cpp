#include "server/request_counters.h"

#include <spdlog/spdlog.h>

namespace parlando::server {

void RequestCounters::count(const http::Observation& answered) {
    const std::lock_guard lock(m_mutex);
    ++m_counts[{std::string(answered.route), answered.status}];
}

std::map<RequestCounters::Key, std::uint64_t> RequestCounters::counts() const {
    const std::lock_guard lock(m_mutex);
    return m_counts;
}

void logRequest(const http::Observation& answered) {
    if (!answered.route.empty()) {
        spdlog::info("request method={} route={} status={} ms={:.1f}", answered.method, answered.route, answered.status,
                     answered.seconds.count() * 1000.0);
    } else {
        spdlog::debug("request refused status={}", answered.status);
    }
}

}  // namespace parlando::server
