#include "server/jobs/byte_channel.h"

#include <utility>

namespace parlando::server {
namespace {

constexpr std::size_t kSpoolBlock = 256 * 1024;

auto cancelled() {
    return failure(ErrorCode::cancelled, "the request was cancelled");
}

}  // namespace

Result<> ByteChannel::write(std::span<const std::byte> bytes, std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_spool.size() < kMaximum; });
    if (stop.stop_requested()) {
        return cancelled();
    }
    if (m_spool.size() == 0 && m_bytes.size() + bytes.size() <= kMemory) {
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    } else {
        PARLANDO_TRY(m_spool.write(bytes));
    }
    m_changed.notify_all();
    return {};
}

void ByteChannel::finish(Result<> outcome) {
    const std::lock_guard lock(m_mutex);
    m_outcome = std::move(outcome);
    m_changed.notify_all();
}

bool ByteChannel::isFinished() const {
    const std::lock_guard lock(m_mutex);
    return m_outcome.has_value();
}

Result<> ByteChannel::waitForBytes(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, std::move(stop), [this] { return hasBytes() || m_outcome.has_value(); })) {
        return cancelled();
    }
    return hasBytes() ? Result<>() : *m_outcome;
}

Result<std::optional<std::vector<std::byte>>> ByteChannel::read(std::stop_token stop) {
    PARLANDO_TRY(waitForBytes(std::move(stop)));
    const std::lock_guard lock(m_mutex);
    if (!m_bytes.empty()) {
        return std::exchange(m_bytes, {});
    }
    if (m_spool.size() == 0) {
        return std::nullopt;
    }
    PARLANDO_TRY_ASSIGN(auto bytes, m_spool.take(kSpoolBlock));
    m_changed.notify_all();
    return bytes;
}

}  // namespace parlando::server
