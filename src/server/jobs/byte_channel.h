#pragma once

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/result.h"
#include "server/jobs/spool_file.h"

namespace parlando::server {

// Bytes from the thread that makes them to the thread that sends them; one thread on each side. What the sender
// has not taken waits in memory and beyond `kMemory` in a file: a player that reads as it plays neither costs
// memory nor holds up the engine, and with it everybody who waits behind. Only beyond `kMaximum` the maker waits.
class ByteChannel {
public:
    static constexpr std::size_t kMemory = std::size_t{1} << 20;
    static constexpr std::uint64_t kMaximum = std::uint64_t{1} << 30;

    explicit ByteChannel(std::filesystem::path spoolFolder) : m_spool(std::move(spoolFolder)) {}

    // Maker. Errors: cancelled (the other side wants no more), io.
    Result<> write(std::span<const std::byte> bytes, std::stop_token stop);
    // Once, last, by any thread: the end of the bytes, or why there are no more.
    void finish(Result<> outcome);
    bool isFinished() const;

    // Taker: waits until there is something to read, and says if it is an error with nothing before it.
    Result<> waitForBytes(std::stop_token stop);
    // Taker: some of what is there, waiting for at least a byte; nothing at the end.
    Result<std::optional<std::vector<std::byte>>> read(std::stop_token stop);

private:
    bool hasBytes() const { return !m_bytes.empty() || m_spool.size() > 0; }

    mutable std::mutex m_mutex;  // guards the three below
    std::vector<std::byte> m_bytes;
    SpoolFile m_spool;                  // comes after m_bytes
    std::optional<Result<>> m_outcome;  // once finished
    std::condition_variable_any m_changed;
};

}  // namespace parlando::server
