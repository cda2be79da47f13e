#include "server/signals.h"

#include <poll.h>
#include <sys/signalfd.h>

#include <array>
#include <memory>
#include <stop_token>

#include "base/descriptor.h"
#include "server/wake_event.h"

namespace parlando::server {
namespace {

void watch(const std::stop_token& stop, int signals, const SignalWatch::Handler& handler) {
    const WakeEvent wake;
    const std::stop_callback onStop(stop, [&wake] { wake.notify(); });
    while (!stop.stop_requested()) {
        std::array<pollfd, 2> watched{pollfd{signals, POLLIN, 0}, pollfd{wake.descriptor(), POLLIN, 0}};
        if (::poll(watched.data(), watched.size(), -1) <= 0 || (watched[0].revents & POLLIN) == 0) {
            continue;
        }
        signalfd_siginfo info{};
        if (::read(signals, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
            handler(static_cast<int>(info.ssi_signo));
        }
    }
}

}  // namespace

SignalWatch::SignalWatch(Handler handler) {
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGINT);
    ::sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, &m_previous);
    auto descriptor = std::make_shared<Descriptor>(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    m_thread = std::jthread([descriptor, handler = std::move(handler)](const std::stop_token& stop) {
        watch(stop, descriptor->get(), handler);
    });
}

SignalWatch::~SignalWatch() {
    m_thread.request_stop();
    m_thread.join();
    ::pthread_sigmask(SIG_SETMASK, &m_previous, nullptr);
}

}  // namespace parlando::server
