#include "packages/layer_fetch.h"

#include <algorithm>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

namespace parlando::packages {
namespace {

constexpr std::chrono::milliseconds kPace{100};  // of the reports about progress
constexpr int kMismatches = 3;                   // of one chunk, before a source is given up
constexpr int kBadAnswers = 2;                   // in a row, before a part is asked for without a range

// Rather than of the bytes that it brought, or of where they are kept.
bool isOfTheConnection(net::Problem problem) {
    return problem != net::Problem::corrupt && problem != net::Problem::diskFull && problem != net::Problem::storage;
}

}  // namespace

LayerFetch::LayerFetch(const DownloadSettings& settings, std::size_t firstSource, ChunkFile& file,
                       net::Transfers& transfers, std::function<void(std::uint64_t)> onBytes)
    : m_settings(settings),
      m_firstSource(firstSource),
      m_file(file),
      m_transfers(transfers),
      m_onBytes(std::move(onBytes)),
      m_connections(settings.connections) {
    std::uint64_t begin = 0;
    for (const auto& part : file.layer().parts) {
        PartState state;
        state.begin = begin;
        begin += part.size;
        state.firstChunk = state.begin / file.chunkBytes();
        state.endChunk = (begin + file.chunkBytes() - 1) / file.chunkBytes();
        state.mismatches.resize(state.endChunk - state.firstChunk);
        m_parts.push_back(std::move(state));
    }
    for (std::size_t i = 0; i < settings.connections; ++i) {
        m_slots.push_back(std::make_unique<Slot>(file));
    }
}

LayerFetch::~LayerFetch() {
    for (const auto& slot : m_slots) {
        drop(*slot);
    }
}

net::Outcome<> LayerFetch::run() {
    while (!m_file.complete()) {
        if (m_transfers.stopRequested()) {
            return net::fail(net::Problem::cancelled, "cancelled");
        }
        schedule();
        for (const auto& finished : m_transfers.run(Clock::now() + kPace)) {
            const auto slot =
                std::ranges::find_if(m_slots, [&](const auto& one) { return one->transfer == finished.id; });
            if (slot == m_slots.end()) {
                continue;
            }
            (*slot)->transfer.reset();
            if (auto settled = settle(**slot, finished.outcome); !settled) {
                return settled;
            }
        }
        for (const auto& slot : m_slots) {
            if (slot->transfer && !slot->stream.needsMore()) {
                drop(*slot);
            }
        }
        m_onBytes(bytesHere());
    }
    return {};
}

void LayerFetch::schedule() {
    const auto now = Clock::now();
    for (const auto& slot : m_slots) {
        if (slot->transfer || active() >= m_connections) {
            continue;
        }
        if ((slot->assigned || assignRun(*slot)) && m_parts[slot->stream.run().part].notBefore <= now) {
            begin(*slot);
        }
    }
}

bool LayerFetch::assignRun(Slot& slot) {
    for (std::size_t index = 0; index < m_parts.size(); ++index) {
        auto& part = m_parts[index];
        const bool inUse = std::ranges::any_of(
            m_slots, [&](const auto& other) { return other->assigned && other->stream.run().part == index; });
        if (part.asking == Asking::forWhole && inUse) {
            continue;
        }
        const auto isFree = [&](std::size_t chunk) { return !m_file.has(chunk) && !isTaken(chunk); };
        Run run{index, part.firstChunk, part.endChunk};
        while (run.first < run.end && !isFree(run.first)) {
            ++run.first;
        }
        if (run.first == run.end) {
            continue;
        }
        if (part.asking == Asking::forWhole) {
            run.first = part.firstChunk;
        } else {
            const std::size_t longest = std::min(part.endChunk, run.first + runLength());
            run.end = run.first + 1;
            while (run.end < longest && isFree(run.end)) {
                ++run.end;
            }
        }
        slot.stream.assign(run, part.begin, part.asking);
        slot.assigned = true;
        return true;
    }
    return false;
}

bool LayerFetch::isTaken(std::size_t chunk) const {
    return std::ranges::any_of(m_slots, [&](const auto& slot) {
        return slot->assigned && chunk >= slot->stream.currentChunk() && chunk < slot->stream.run().end;
    });
}

// Long runs cost few requests; towards the end they become short, so that no connection is left alone with the rest.
std::size_t LayerFetch::runLength() const {
    const std::uint64_t share = (m_file.layer().size - m_file.bytes()) / (2 * m_settings.connections);
    return std::max<std::size_t>(std::min(m_settings.requestBytes, share) / m_file.chunkBytes(), 1);
}

void LayerFetch::begin(Slot& slot) {
    const auto& part = m_parts[slot.stream.run().part];
    const auto source = (m_firstSource + part.sourcesTried) % m_settings.sources.size();
    slot.sourcesTried = part.sourcesTried;
    slot.began = Clock::now();
    const auto& name = m_file.layer().parts[slot.stream.run().part].name;
    slot.transfer = m_transfers.start(slot.stream.request(net::join(m_settings.sources[source], name)), slot.stream);
}

void LayerFetch::drop(Slot& slot) {
    if (slot.transfer) {
        m_transfers.drop(*slot.transfer);
        slot.transfer.reset();
    }
    slot.assigned = false;
}

net::Outcome<> LayerFetch::settle(Slot& slot, const net::Outcome<>& outcome) {
    auto& part = m_parts[slot.stream.run().part];
    if (slot.stream.takeProgress()) {
        part.attempts = 0;
    }
    bool hopeless = false;
    for (const std::size_t chunk : slot.stream.takeMismatches()) {
        spdlog::warn("{}: chunk {} is damaged and is fetched again", m_file.layer().parts[slot.stream.run().part].name,
                     chunk);
        hopeless = ++part.mismatches[chunk - part.firstChunk] >= kMismatches || hopeless;
    }
    if (slot.stream.reachedEnd() && !hopeless && (outcome || isOfTheConnection(outcome.error().problem))) {
        slot.assigned = false;  // all that was asked for has come; how the answer ended matters to nobody
        return {};
    }
    if (outcome && !hopeless) {
        return recover(slot, {net::Problem::interrupted, "the server sent less than it was asked for"});
    }
    return recover(slot, outcome ? net::Failure{net::Problem::corrupt, "the same chunk arrived damaged again and again"}
                                 : outcome.error());
}

net::Outcome<> LayerFetch::recover(Slot& slot, net::Failure failure) {
    const std::size_t index = slot.stream.run().part;
    auto& part = m_parts[index];
    if (slot.sourcesTried != part.sourcesTried) {
        slot.assigned = false;  // the part has moved to another source in the meantime
        return {};
    }
    if (slot.began >= part.lastCounted) {  // connections that fail together have one cause
        ++part.attempts;
        part.lastCounted = Clock::now();
    }
    const double jitter = std::uniform_real_distribution<double>(0, 1)(m_random);
    const auto decision = net::decideRetry(m_settings.retry, failure, part.attempts, jitter);
    if (decision.next == net::Next::giveUp) {
        return tl::unexpected(named(failure, index));
    }
    spdlog::warn("{}", named(failure, index).message);
    if (decision.next == net::Next::otherSource) {
        slot.assigned = false;
        return useNextSource(part, named(failure, index));
    }
    part.notBefore = Clock::now() + decision.delay;
    if (failure.problem == net::Problem::tooManyRequests) {
        m_connections = 1;
    }
    if (failure.problem == net::Problem::badAnswer && part.asking == Asking::forRange && part.attempts >= kBadAnswers) {
        part.asking = Asking::forWhole;
        for (const auto& other : m_slots) {
            if (other->assigned && other->stream.run().part == index) {
                drop(*other);
            }
        }
    } else if (failure.problem == net::Problem::badAnswer) {
        slot.stream.restartChunk();
    } else if (part.asking == Asking::forWhole && part.attempts == 1) {
        // It has brought something. A range costs less than to begin at zero again, if the server gives one by now.
        part.asking = Asking::forRange;
        slot.assigned = false;
    }
    return {};
}

net::Outcome<> LayerFetch::useNextSource(PartState& part, const net::Failure& failure) {
    if (++part.sourcesTried == m_settings.sources.size()) {
        return tl::unexpected(failure);
    }
    part.asking = Asking::forRange;
    part.attempts = 0;
    part.notBefore = Clock::now();
    std::ranges::fill(part.mismatches, 0);
    return {};
}

net::Failure LayerFetch::named(const net::Failure& failure, std::size_t part) const {
    return failure.context(fmt::format("part {}/{} {}", part + 1, m_parts.size(), m_file.layer().parts[part].name));
}

std::uint64_t LayerFetch::bytesHere() const {
    std::uint64_t bytes = m_file.bytes();
    for (const auto& slot : m_slots) {
        bytes += slot->assigned ? slot->stream.bufferedBytes() : 0;
    }
    return bytes;
}

std::size_t LayerFetch::active() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(m_slots, [](const auto& slot) { return slot->transfer.has_value(); }));
}

}  // namespace parlando::packages
