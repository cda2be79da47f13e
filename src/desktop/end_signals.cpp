#include "desktop/end_signals.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>

namespace parlando::desktop {
namespace {

std::array<int, 2> signalPipe{-1, -1};

void onSignal(int) {
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
}

int openPipe() {
    [[maybe_unused]] const int failed = ::pipe2(signalPipe.data(), O_CLOEXEC | O_NONBLOCK);
    return signalPipe[0];
}

void handle(int number, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(number, &action, nullptr);
}

}  // namespace

EndSignals::EndSignals() : m_notifier(openPipe(), QSocketNotifier::Read) {
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const auto got = ::read(signalPipe[0], &byte, 1);
        emit received();
    });
    handle(SIGTERM, onSignal);
    handle(SIGINT, onSignal);
    handle(SIGPIPE, SIG_IGN);
}

EndSignals::~EndSignals() {
    handle(SIGTERM, SIG_DFL);
    handle(SIGINT, SIG_DFL);
    ::close(signalPipe[0]);
    ::close(signalPipe[1]);
}

}  // namespace parlando::desktop
