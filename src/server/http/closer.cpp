#include "server/http/closer.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

namespace parlando::http {
namespace {

constexpr std::size_t kConnections = 48;
constexpr std::chrono::milliseconds kPatience{500};
constexpr std::size_t kInput = 1024 * 1024;  // bytes

}  // namespace

Closer::Closer() {
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Closer::~Closer() {
    m_thread.request_stop();
    m_wake.notify();
}

void Closer::take(Descriptor socket, std::string_view lastWords) {
    Closing closing{std::move(socket), lastWords, Clock::now() + kPatience, kInput};
    if (lastWords.empty()) {
        sendEnd(closing);
    }
    const std::lock_guard lock(m_mutex);
    if (m_closing.size() == kConnections) {
        isOver(m_closing.front(), Clock::time_point::max());
        m_closing.pop_front();
    }
    m_closing.push_back(std::move(closing));
    m_wake.notify();
}

void Closer::run(const std::stop_token& stop) {
    std::vector<pollfd> watched;
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested() || !m_closing.empty()) {
        watched.assign(1, pollfd{m_wake.descriptor(), POLLIN, 0});
        for (const auto& closing : m_closing) {
            watched.push_back({closing.socket.get(), POLLIN, 0});
        }
        const auto left =
            m_closing.empty()
                ? std::chrono::milliseconds(-1)
                : std::max(std::chrono::ceil<std::chrono::milliseconds>(m_closing.front().deadline - Clock::now()),
                           std::chrono::milliseconds(0));
        lock.unlock();
        ::poll(watched.data(), watched.size(), static_cast<int>(left.count()));
        m_wake.clear();
        lock.lock();
        // `take` may have closed some of them meanwhile: ask every one that is there now.
        std::erase_if(m_closing, [now = Clock::now()](auto& closing) { return isOver(closing, now); });
    }
}

void Closer::sendEnd(Closing& closing) {
    if (!closing.lastWords.empty()) {  // few enough to fit into the buffer of a new connection
        ::send(closing.socket.get(), closing.lastWords.data(), closing.lastWords.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        closing.lastWords = {};
    }
    ::shutdown(closing.socket.get(), SHUT_WR);
}

bool Closer::isOver(Closing& closing, Clock::time_point now) {
    std::array<char, 16384> block;
    const ssize_t got = ::recv(closing.socket.get(), block.data(), block.size(), MSG_DONTWAIT);
    const bool late = now >= closing.deadline;
    if (!closing.lastWords.empty() && (got > 0 || late)) {
        sendEnd(closing);
    }
    if (got <= 0) {
        return late || got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
    }
    closing.inputLeft -= std::min(closing.inputLeft, static_cast<std::size_t>(got));
    return late || closing.inputLeft == 0;
}

}  // namespace parlando::http
