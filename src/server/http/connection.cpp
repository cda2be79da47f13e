#include "server/http/connection.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "server/http/head.h"

namespace parlando::http {
namespace {

constexpr std::uint64_t kSlowestBodyPerSecond = 64 * 1024;  // bytes

bool shouldRetry(int error) {
    return error == EINTR || error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

Connection::Connection(server::Descriptor socket, const ConnectionLimits& limits, const server::WakeEvent& stopping)
    : m_socket(std::move(socket)), m_limits(limits), m_stopping(stopping) {}

Connection::Ready Connection::waitFor(short events, Clock::time_point deadline,
                                      const server::WakeEvent* stopping) const {
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) {
            return Ready::late;
        }
        std::array<pollfd, 2> watched{pollfd{m_socket.get(), events, 0},
                                      pollfd{stopping == nullptr ? -1 : stopping->descriptor(), POLLIN, 0}};
        if (::poll(watched.data(), watched.size(), static_cast<int>(left)) <= 0) {
            continue;
        }
        if (watched[0].revents != 0) {
            return Ready::yes;  // also for an error, which the next call on the socket reports
        }
        return Ready::stopping;
    }
}

Connection::HeadOutcome Connection::readHead(std::chrono::milliseconds deadline) {
    const auto end = Clock::now() + deadline;
    std::array<char, 4096> block;
    while (true) {
        const ssize_t got = ::recv(m_socket.get(), block.data(), block.size(), MSG_DONTWAIT);
        if (got > 0) {
            // The empty line may straddle two blocks: look again at the last three bytes.
            const std::size_t from = m_received.size() - std::min<std::size_t>(m_received.size(), 3);
            m_received.append(block.data(), static_cast<std::size_t>(got));
            if (const auto empty = m_received.find("\r\n\r\n", from); empty != std::string::npos) {
                m_headLength = empty + 4;
                return m_headLength <= kMaximumHead ? HeadOutcome::complete : HeadOutcome::tooLarge;
            }
            if (m_received.size() > kMaximumHead) {
                return HeadOutcome::tooLarge;
            }
            if (Clock::now() >= end) {
                return HeadOutcome::late;
            }
            continue;
        }
        if (got == 0 || !shouldRetry(errno)) {
            return HeadOutcome::closed;
        }
        switch (waitFor(POLLIN, end, &m_stopping)) {
            case Ready::yes:
                break;
            case Ready::late:
                return m_received.empty() ? HeadOutcome::closed : HeadOutcome::late;
            case Ready::stopping:
                return HeadOutcome::closed;
        }
    }
}

void Connection::beginBody(std::string preface, std::uint64_t length) {
    const auto early = std::string_view(m_received).substr(m_headLength);
    const auto usable = early.substr(0, std::min<std::uint64_t>(early.size(), length));
    m_input = std::move(preface);
    m_input += usable;
    m_inputTaken = 0;
    m_bodyLeft = length - usable.size();
    m_bodyDeadline = Clock::now() + m_limits.body + std::chrono::seconds(length / kSlowestBodyPerSecond);
}

std::ptrdiff_t Connection::read(char* target, std::size_t size) {
    if (m_inputTaken < m_input.size()) {
        const std::size_t part = std::min(size, m_input.size() - m_inputTaken);
        std::copy_n(m_input.data() + m_inputTaken, part, target);
        m_inputTaken += part;
        return static_cast<std::ptrdiff_t>(part);
    }
    const std::size_t wanted = std::min<std::uint64_t>(size, m_bodyLeft);
    while (wanted > 0) {
        const ssize_t got = ::recv(m_socket.get(), target, wanted, MSG_DONTWAIT);
        if (got > 0) {
            m_bodyLeft -= static_cast<std::uint64_t>(got);
            return got;
        }
        if (got == 0 || !shouldRetry(errno) || waitFor(POLLIN, m_bodyDeadline, nullptr) != Ready::yes) {
            return -1;
        }
    }
    return 0;
}

bool Connection::write(std::string_view bytes) {
    while (!bytes.empty() && !m_broken) {
        const ssize_t sent = ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        m_broken = !shouldRetry(errno) || waitFor(POLLOUT, Clock::now() + m_limits.write, nullptr) != Ready::yes;
    }
    return !m_broken;
}

void Connection::finish() {
    if (m_broken || ::shutdown(m_socket.get(), SHUT_WR) != 0) {
        return;
    }
    const auto end = Clock::now() + m_limits.linger;
    std::array<char, 16384> block;
    std::size_t budget = 1024 * 1024;  // bytes
    while (budget > 0 && waitFor(POLLIN, end, nullptr) == Ready::yes) {
        const ssize_t got = ::recv(m_socket.get(), block.data(), block.size(), MSG_DONTWAIT);
        if (got == 0 || (got < 0 && !shouldRetry(errno))) {
            return;
        }
        budget -= std::min(budget, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    }
}

std::string Connection::peer() const {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    std::array<char, NI_MAXHOST> name{};
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (::getpeername(m_socket.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
        ::getnameinfo(generic, length, name.data(), name.size(), nullptr, 0, NI_NUMERICHOST) != 0) {
        return {};
    }
    return name.data();
}

}  // namespace parlando::http
