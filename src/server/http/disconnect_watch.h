#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/descriptor.h"
#include "server/wake_event.h"

namespace parlando::http {

// Notices that clients have gone while their requests are being worked on, and asks that work to stop. One
// thread for all connections. A client that closes only its sending half counts as gone, too: over HTTP
// nobody who still wants an answer does that.
class DisconnectWatch {
public:
    DisconnectWatch();
    DisconnectWatch(const DisconnectWatch&) = delete;
    DisconnectWatch& operator=(const DisconnectWatch&) = delete;
    ~DisconnectWatch();

    // Watches a socket while it lives; it must end before the socket is closed.
    class Registration {
    public:
        Registration(DisconnectWatch& watch, int socket);
        Registration(const Registration&) = delete;
        Registration& operator=(const Registration&) = delete;
        ~Registration();

        std::stop_token token() const { return m_stop.get_token(); }

    private:
        DisconnectWatch& m_watch;
        int m_socket;
        std::uint64_t m_id;
        std::stop_source m_stop;
    };

    // Asks all work to stop, also what is registered from now on (the server ends).
    void stopAll();
    // Cuts all connections, so that their threads return from any wait.
    void cutAll();

private:
    struct Watched {
        std::stop_source stop;
        int socket = -1;
    };

    void run(const std::stop_token& stop);
    void onGone(std::uint64_t id);

    Descriptor m_poll;
    server::WakeEvent m_wake;
    std::mutex m_mutex;  // guards the four below
    bool m_stopped = false;
    bool m_cut = false;
    std::uint64_t m_next = 1;
    std::map<std::uint64_t, Watched> m_watched;
    std::jthread m_thread;  // last: it uses all of the above
};

}  // namespace parlando::http
