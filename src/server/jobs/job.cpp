#include "server/jobs/job.h"

#include <algorithm>
#include <string>

namespace parlando::server {
namespace {

// The first bytes of a text, in whole characters.
std::string beginningOf(const std::string& text) {
    constexpr std::size_t kBytes = 50;
    std::size_t end = std::min(text.size(), kBytes);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end) + (end < text.size() ? "…" : "");
}

}  // namespace

JobView viewOf(const Job& job, std::size_t position) {
    const Order& order = job.order;
    return {order.id, order.profile, beginningOf(order.speech.text), order.urgency, position, job.progress, job.since};
}

}  // namespace parlando::server
