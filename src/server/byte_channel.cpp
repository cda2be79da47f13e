#include "server/byte_channel.h"

#include <utility>

namespace parlando::server {
namespace {

auto cancelled() {
    return failure(ErrorCode::cancelled, "the request was cancelled");
}

}  // namespace

Result<> ByteChannel::write(std::span<const std::byte> bytes, std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_bytes.size() < m_capacity; });
    if (stop.stop_requested()) {
        return cancelled();
    }
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    m_changed.notify_all();
    return {};
}

void ByteChannel::finish(Result<> outcome) {
    const std::lock_guard lock(m_mutex);
    m_outcome = std::move(outcome);
    m_changed.notify_all();
}

Result<> ByteChannel::waitForBytes(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, std::move(stop), [this] { return hasNews(); })) {
        return cancelled();
    }
    return m_bytes.empty() ? *m_outcome : Result<>();
}

Result<std::optional<std::vector<std::byte>>> ByteChannel::read(std::stop_token stop) {
    PARLANDO_TRY(waitForBytes(std::move(stop)));
    const std::lock_guard lock(m_mutex);
    if (m_bytes.empty()) {
        return std::nullopt;
    }
    m_changed.notify_all();
    return std::exchange(m_bytes, {});
}

}  // namespace parlando::server
