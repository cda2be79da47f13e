#pragma once

#include <signal.h>

#include <functional>
#include <thread>

#include "base/result.h"

namespace parlando::server {

// Turns SIGINT and SIGTERM into a call on a thread of its own, where anything may be done. The signals are
// blocked in the thread that creates the object and in all threads that it starts afterwards, so create
// it before any other thread. The destructor waits for a call that is under way and restores the mask.
class SignalWatch {
public:
    using Handler = std::function<void(int signal)>;

    explicit SignalWatch(Handler handler);
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;
    ~SignalWatch();

private:
    sigset_t m_previous{};
    std::jthread m_thread;
};

}  // namespace parlando::server
