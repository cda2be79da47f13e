#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "server/http/message.h"
#include "server/wake_event.h"

namespace parlando::http {

// How long and how much a client may take.
struct ConnectionLimits {
    std::chrono::milliseconds head{5000};  // from the connection to the end of the head
    std::chrono::milliseconds body{5000};  // for the body, plus a second for every 64 KiB
    // Without any progress of a write. Generous: a player that reads as it plays stops for seconds.
    std::chrono::milliseconds write{30000};
};

// One accepted socket, used by one thread for one request. Reading counts bytes and time in total: a client
// that sends a byte now and then (slow loris) gains nothing by it.
class Connection {
public:
    // `stopping` ends the wait for a head when the server shuts down; it outlives the connection.
    Connection(Descriptor socket, const ConnectionLimits& limits, const server::WakeEvent& stopping);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    enum class HeadOutcome { complete, closed, late, tooLarge };
    // Reads up to and including the empty line. Whatever came behind it is kept for the body.
    HeadOutcome readHead();
    std::string_view head() const { return std::string_view(m_received).substr(0, m_headLength); }

    // The body of that many bytes behind the head, piece by piece. Errors: cancelled (the client is gone or
    // late), and those of `sink`.
    Result<> readBody(std::uint64_t length, const BodySink& sink);
    // All or nothing: false when the client is gone or has not taken a byte for too long.
    bool write(std::string_view bytes);

    int descriptor() const { return m_socket.get(); }
    // The address of the other side, without its port; empty if it has gone.
    std::string peer() const;
    // The socket, when nothing more is to be read or written.
    Descriptor release() { return std::move(m_socket); }

private:
    using Clock = std::chrono::steady_clock;
    enum class Ready { yes, late, stopping };
    Ready waitFor(short events, Clock::time_point deadline, const server::WakeEvent* stopping) const;

    Descriptor m_socket;
    ConnectionLimits m_limits;
    const server::WakeEvent& m_stopping;
    std::string m_received;  // the head and what came with it
    std::size_t m_headLength = 0;
    bool m_broken = false;
};

}  // namespace parlando::http
