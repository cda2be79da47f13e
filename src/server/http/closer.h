#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>

#include "base/descriptor.h"
#include "server/wake_event.h"

namespace parlando::http {

// Ends connections so that the last answer arrives: closing a socket with unread input resets the connection
// and destroys what is still on its way. So our end is sent, what the client still sends is thrown away, and
// the socket is closed when the client has closed its own, or when its time, its bytes or our room run out.
// One thread does that for all, so that nobody who works has to wait for clients to go.
class Closer {
public:
    Closer();
    Closer(const Closer&) = delete;
    Closer& operator=(const Closer&) = delete;
    // Waits for the connections that are being closed, a moment at most.
    ~Closer();

    // `lastWords`, which outlive the closer, are sent as soon as the client has said something: one that is
    // answered before it has asked may take that for a mistake. Any thread.
    void take(Descriptor socket, std::string_view lastWords = {});

private:
    using Clock = std::chrono::steady_clock;
    struct Closing {
        Descriptor socket;
        std::string_view lastWords;  // empty once they are sent
        Clock::time_point deadline;
        std::size_t inputLeft = 0;  // bytes
    };

    void run(const std::stop_token& stop);
    static void sendEnd(Closing& closing);
    static bool isOver(Closing& closing, Clock::time_point now);

    server::WakeEvent m_wake;
    std::mutex m_mutex;             // guards m_closing
    std::deque<Closing> m_closing;  // the oldest first
    std::jthread m_thread;          // last: it uses all of the above
};

}  // namespace parlando::http
