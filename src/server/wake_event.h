#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "base/descriptor.h"

namespace parlando::server {

// Ends another thread's poll(): readable from `notify` until `clear`. Any thread may call both.
class WakeEvent {
public:
    WakeEvent() : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    int descriptor() const { return m_event.get(); }
    void notify() const {
        const std::uint64_t one = 1;
        // It can only fail when the counter is full, and then the event is set anyway.
        [[maybe_unused]] const auto written = ::write(m_event.get(), &one, sizeof one);
    }
    void clear() const {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(m_event.get(), &count, sizeof count);
    }

private:
    Descriptor m_event;
};

}  // namespace parlando::server
