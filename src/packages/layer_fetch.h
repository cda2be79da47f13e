#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "net/retry.h"
#include "net/transfers.h"
#include "packages/chunk_stream.h"
#include "packages/download.h"

namespace parlando::packages {

// Brings the missing chunks of one layer over several connections. Each connection takes a run of missing chunks
// in one request; what fails is decided by `decideRetry`, per part:
//
//            ┌────────── progress: attempts = 0 ◀─────────┐
//            ▼                                            │
//   ask for ranges ── answer makes no sense, twice ──▶ ask for the whole part, over one connection
//            │  ▲                                         │
//            │  └─────── cut after some progress ◀────────┘
//            ▼
//   too many attempts, 404, wrong bytes ──▶ next source ──▶ none left: the failure, with the name of the part
class LayerFetch {
public:
    // `onBytes`: the bytes of the layer that are here, those in buffers included.
    LayerFetch(const DownloadSettings& settings, std::size_t firstSource, ChunkFile& file, net::Transfers& transfers,
               std::function<void(std::uint64_t)> onBytes);
    LayerFetch(const LayerFetch&) = delete;
    ~LayerFetch();

    net::Outcome<> run();

private:
    using Clock = std::chrono::steady_clock;

    struct PartState {
        std::uint64_t begin = 0;     // offset in the layer
        std::size_t firstChunk = 0;  // [firstChunk, endChunk)
        std::size_t endChunk = 0;
        std::size_t sourcesTried = 0;
        Asking asking = Asking::forRange;
        int attempts = 0;               // in a row without progress
        Clock::time_point lastCounted;  // when the last of these failures came
        Clock::time_point notBefore;
        std::vector<int> mismatches;  // of each chunk, from the current source
    };
    struct Slot {
        explicit Slot(ChunkFile& file) : stream(file) {}

        ChunkStream stream;
        bool assigned = false;
        std::optional<net::Transfers::Id> transfer;
        std::size_t sourcesTried = 0;  // of the part, when the transfer began
        Clock::time_point began;
    };

    void schedule();
    bool assignRun(Slot& slot);
    bool isTaken(std::size_t chunk) const;
    std::size_t runLength() const;
    void begin(Slot& slot);
    void drop(Slot& slot);
    net::Outcome<> settle(Slot& slot, const net::Outcome<>& outcome);
    net::Outcome<> recover(Slot& slot, net::Failure failure);
    net::Outcome<> useNextSource(PartState& part, const net::Failure& failure);
    net::Failure named(const net::Failure& failure, std::size_t part) const;
    std::uint64_t bytesHere() const;
    std::size_t active() const;

    const DownloadSettings& m_settings;
    std::size_t m_firstSource;
    ChunkFile& m_file;
    net::Transfers& m_transfers;
    std::function<void(std::uint64_t)> m_onBytes;
    std::vector<PartState> m_parts;
    std::vector<std::unique_ptr<Slot>> m_slots;
    std::size_t m_connections;  // becomes 1 when a server asks for less
    std::minstd_rand m_random{std::random_device{}()};
};

}  // namespace parlando::packages
