#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/result.h"

namespace parlando::server {

// Bytes from the thread that makes them to the thread that sends them, with a bound: the maker waits while
// the sender lags behind by more than `capacity`. One thread on each side.
class ByteChannel {
public:
    explicit ByteChannel(std::size_t capacity) : m_capacity(capacity) {}

    // Maker: waits for room. An error (cancelled) once the other side wants no more.
    Result<> write(std::span<const std::byte> bytes, std::stop_token stop);
    // Maker, once, last: the end of the bytes, or why there are no more.
    void finish(Result<> outcome);

    // Taker: waits until there is something to read, and says if it is an error with nothing before it.
    Result<> waitForBytes(std::stop_token stop);
    // Taker: whatever is there, waiting for at least a byte; nothing at the end.
    Result<std::optional<std::vector<std::byte>>> read(std::stop_token stop);

private:
    bool hasNews() const { return !m_bytes.empty() || m_outcome.has_value(); }

    const std::size_t m_capacity;
    std::mutex m_mutex;  // guards the two below
    std::vector<std::byte> m_bytes;
    std::optional<Result<>> m_outcome;  // once finished
    std::condition_variable_any m_changed;
};

}  // namespace parlando::server
