#include "server/http/listener.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include <spdlog/fmt/fmt.h>

namespace parlando::http {
namespace {

constexpr int kBacklog = 128;
// Small, so that a player that reads as it plays makes visible progress in far less than the write limit.
constexpr int kSendBuffer = 64 * 1024;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Result<Addresses> resolve(const std::string& host, int port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    // "localhost" may mean ::1 as well; clients try 127.0.0.1 in any case, and many nothing else.
    hints.ai_family = host == "localhost" ? AF_INET : AF_UNSPEC;
    addrinfo* found = nullptr;
    const std::string bare = host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
    if (const int error = ::getaddrinfo(bare.c_str(), std::to_string(port).c_str(), &hints, &found); error != 0) {
        return failure(ErrorCode::notFound, fmt::format("cannot listen on '{}': {}", host, ::gai_strerror(error)));
    }
    return Addresses(found, &::freeaddrinfo);
}

Reach reachOf(const addrinfo& address) {
    bool loopback = false;
    if (address.ai_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address.ai_addr, sizeof v4);
        loopback = (ntohl(v4.sin_addr.s_addr) >> 24) == 127;
    } else if (address.ai_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, address.ai_addr, sizeof v6);
        loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
    }
    return loopback ? Reach::thisMachine : Reach::network;
}

int boundPort(int socket) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        return 0;
    }
    // Both families have the port at the same place.
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return ntohs(v4.sin_port);
}

}  // namespace

Result<Reach> reachOf(const std::string& host) {
    PARLANDO_TRY_ASSIGN(const auto addresses, resolve(host, 0));
    return reachOf(*addresses);
}

Result<Listener> listenOn(const std::string& host, int port) {
    PARLANDO_TRY_ASSIGN(const auto addresses, resolve(host, port));
    const auto error = [&](int number) {
        const auto code = number == EADDRINUSE ? ErrorCode::busy : ErrorCode::io;
        return failure(code, fmt::format("cannot listen on {} port {}: {}", host, port, std::strerror(number)));
    };
    Descriptor socket(::socket(addresses->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) {
        return error(errno);
    }
    // Without it a port stays closed for a minute after every restart.
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    // Accepted sockets have these from their listener.
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
    if (addresses->ai_family == AF_INET6) {
        ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
    if (::bind(socket.get(), addresses->ai_addr, addresses->ai_addrlen) != 0 || ::listen(socket.get(), kBacklog) != 0) {
        return error(errno);
    }
    const int bound = boundPort(socket.get());
    return Listener{std::move(socket), bound, reachOf(*addresses)};
}

}  // namespace parlando::http
