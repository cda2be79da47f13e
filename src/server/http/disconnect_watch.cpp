#include "server/http/disconnect_watch.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <vector>

namespace parlando::http {
namespace {

constexpr std::uint64_t kWakeId = 0;

}  // namespace

DisconnectWatch::DisconnectWatch() : m_poll(::epoll_create1(EPOLL_CLOEXEC)) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = kWakeId;
    ::epoll_ctl(m_poll.get(), EPOLL_CTL_ADD, m_wake.descriptor(), &event);
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

DisconnectWatch::~DisconnectWatch() {
    m_thread.request_stop();
    m_wake.notify();
}

void DisconnectWatch::run(const std::stop_token& stop) {
    std::array<epoll_event, 16> events;
    while (!stop.stop_requested()) {
        const int count = ::epoll_wait(m_poll.get(), events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            if (const auto id = events[static_cast<std::size_t>(i)].data.u64; id != kWakeId) {
                onGone(id);
            }
        }
    }
}

// The id is never used twice: an event for a registration that ended in the meantime finds nothing.
void DisconnectWatch::onGone(std::uint64_t id) {
    std::stop_source stop(std::nostopstate);
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_watched.find(id); found != m_watched.end()) {
            stop = found->second.stop;
        }
    }
    stop.request_stop();  // outside the lock: it runs callbacks
}

void DisconnectWatch::stopAll() {
    std::vector<std::stop_source> all;
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        for (const auto& [id, watched] : m_watched) {
            all.push_back(watched.stop);
        }
    }
    for (auto& stop : all) {
        stop.request_stop();
    }
}

void DisconnectWatch::cutAll() {
    const std::lock_guard lock(m_mutex);  // keeps registrations, and with them the sockets, alive
    m_cut = true;
    for (const auto& [id, watched] : m_watched) {
        ::shutdown(watched.socket, SHUT_RDWR);
    }
}

DisconnectWatch::Registration::Registration(DisconnectWatch& watch, int socket) : m_watch(watch), m_socket(socket) {
    {
        const std::lock_guard lock(m_watch.m_mutex);
        m_id = m_watch.m_next++;
        m_watch.m_watched.emplace(m_id, Watched{m_stop, socket});
        if (m_watch.m_stopped) {
            m_stop.request_stop();  // nobody listens yet
        }
        if (m_watch.m_cut) {
            ::shutdown(socket, SHUT_RDWR);
        }
    }
    epoll_event event{};
    event.events = EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLONESHOT;
    event.data.u64 = m_id;
    ::epoll_ctl(m_watch.m_poll.get(), EPOLL_CTL_ADD, m_socket, &event);
}

DisconnectWatch::Registration::~Registration() {
    ::epoll_ctl(m_watch.m_poll.get(), EPOLL_CTL_DEL, m_socket, nullptr);
    const std::lock_guard lock(m_watch.m_mutex);
    m_watch.m_watched.erase(m_id);
}

}  // namespace parlando::http
