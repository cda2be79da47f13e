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

Connection::Connection(Descriptor socket, const ConnectionLimits& limits, const server::WakeEvent& stopping)
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

Connection::HeadOutcome Connection::readHead() {
    const auto end = Clock::now() + m_limits.head;
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

Result<> Connection::readBody(std::uint64_t length, const BodySink& sink) {
    const auto end = Clock::now() + m_limits.body + std::chrono::seconds(length / kSlowestBodyPerSecond);
    const auto early = std::string_view(m_received).substr(m_headLength, length);
    PARLANDO_TRY(sink(std::as_bytes(std::span(early))));
    std::uint64_t left = length - early.size();
    std::array<std::byte, 16384> block;
    while (left > 0) {
        const std::size_t wanted = std::min<std::uint64_t>(block.size(), left);
        const ssize_t got = ::recv(m_socket.get(), block.data(), wanted, MSG_DONTWAIT);
        if (got > 0) {
            left -= static_cast<std::uint64_t>(got);
            PARLANDO_TRY(sink(std::span(block).first(static_cast<std::size_t>(got))));
        } else if (got == 0 || !shouldRetry(errno) || waitFor(POLLIN, end, nullptr) != Ready::yes) {
            return failure(ErrorCode::cancelled, "the body did not arrive completely");
        }
    }
    return {};
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
