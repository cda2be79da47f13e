#include "server/http/server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <spdlog/spdlog.h>

#include "server/http/disconnect_watch.h"
#include "server/http/exchange.h"
#include "server/http/head.h"
#include "server/http/listener.h"
#include "server/http/policy.h"
#include "server/http/work_queue.h"

namespace parlando::http {
namespace {

using namespace std::chrono_literals;
using server::Descriptor;
using server::WakeEvent;

constexpr std::size_t kRefusingThreads = 2;
// After the work was asked to stop, how long it may take before its connections are cut.
constexpr auto kPatienceAfterStop = 2s;
// Small, so that a player that reads as it plays makes visible progress in far less than the write limit.
constexpr int kSendBuffer = 64 * 1024;

// The place for whatever handlers throw. Its text may hold anything, so it goes to the log only.
Response callHandler(const Handler& handler, const Request& request, const std::string& internalError) {
    try {
        return handler(request);
    } catch (const std::exception& error) {
        spdlog::error("{} {} failed: {}", request.method, request.path, error.what());
    } catch (...) {
        spdlog::error("{} {} failed with an unknown exception", request.method, request.path);
    }
    return json(500, internalError);
}

std::vector<Header> joined(std::vector<Header> left, const std::vector<Header>& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

}  // namespace

class Server::Implementation {
public:
    Implementation(ServerConfig config, Router router, Listener listener)
        : m_config(std::move(config)), m_router(std::move(router)), m_listener(std::move(listener)) {
        auto names = m_config.allowedHosts;
        if (m_config.host != "0.0.0.0" && m_config.host != "::") {
            const bool bareV6 = m_config.host.find(':') != std::string::npos && !m_config.host.starts_with('[');
            names.push_back(bareV6 ? "[" + m_config.host + "]" : m_config.host);
        }
        m_policy = Policy{http::allowedHosts(m_listener.port, names), m_config.allowedOrigins, m_config.apiKey};
    }

    int port() const { return m_listener.port; }

    void start() {
        for (std::size_t i = 0; i < m_config.limits.workers; ++i) {
            m_workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
        }
        for (std::size_t i = 0; i < kRefusingThreads; ++i) {
            m_workers.emplace_back([this](const std::stop_token& stop) { refuse(stop); });
        }
        m_acceptor = std::jthread([this](const std::stop_token& stop) { accept(stop); });
    }

    void stop(std::chrono::milliseconds grace) {
        m_stopping.notify();  // for good: nobody clears it
        m_acceptor = {};
        m_listener.socket.reset();
        if (!waitUntilIdle(grace)) {
            spdlog::info("requests are still running; asking them to stop");
            m_watch.stopAll();
            if (!waitUntilIdle(kPatienceAfterStop)) {
                m_watch.cutAll();
            }
        }
        for (auto& worker : m_workers) {
            worker.request_stop();
        }
        m_workers.clear();
    }

private:
    void accept(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::array<pollfd, 2> watched{pollfd{m_listener.socket.get(), POLLIN, 0},
                                          pollfd{m_stopping.descriptor(), POLLIN, 0}};
            if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) {
                spdlog::error("waiting for connections failed (errno {})", errno);
            }
            if (watched[1].revents != 0) {
                return;
            }
            Descriptor socket(::accept4(m_listener.socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
            if (socket) {
                admit(std::move(socket));
            } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
                std::this_thread::sleep_for(10ms);  // until somebody closes something
            }
        }
    }

    void admit(Descriptor socket) {
        const int on = 1;
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
        if (m_active.fetch_add(1) < m_config.limits.connections) {
            m_waiting.push(std::move(socket));
            return;
        }
        leave();
        if (m_refused.fetch_add(1) < m_config.limits.refusals) {
            m_tooMany.push(std::move(socket));
        } else {
            m_refused.fetch_sub(1);
        }
    }

    void leave() {
        if (m_active.fetch_sub(1) == 1) {
            const std::lock_guard lock(m_idleMutex);
            m_idle.notify_all();
        }
    }

    bool waitUntilIdle(std::chrono::milliseconds patience) {
        std::unique_lock lock(m_idleMutex);
        return m_idle.wait_for(lock, patience, [this] { return m_active == 0; });
    }

    void work(const std::stop_token& stop) {
        while (auto socket = m_waiting.pop(stop)) {
            try {
                Connection connection(std::move(*socket), m_config.limits.connection, m_stopping);
                serve(connection);
                connection.finish();
            } catch (const std::exception& error) {  // out of memory, or a body that was to be produced
                spdlog::error("a connection was cut: {}", error.what());
            }
            leave();
        }
    }

    void refuse(const std::stop_token& stop) {
        while (auto socket = m_tooMany.pop(stop)) {
            Connection connection(std::move(*socket), m_config.limits.connection, m_stopping);
            if (connection.readHead(m_config.limits.refusalHead) == Connection::HeadOutcome::complete) {
                const auto head = parseHead(connection.head());
                reject(connection, head ? head->path : "/",
                       {503, "busy", "too many connections; try again in a moment", {{"Retry-After", "1"}}}, {});
            }
            connection.finish();
            m_refused.fetch_sub(1);
        }
    }

    void reject(Connection& connection, std::string_view path, const Rejection& rejection,
                const std::vector<Header>& further) {
        spdlog::debug("refused a request: {} {}", rejection.status, rejection.code);
        connection.write(
            wholeResponse(rejection.status, joined(rejection.headers, further), m_config.errorBody(path, rejection)));
    }

    void serve(Connection& connection) {
        switch (connection.readHead(m_config.limits.connection.head)) {
            case Connection::HeadOutcome::complete:
                break;
            case Connection::HeadOutcome::closed:
                return;
            case Connection::HeadOutcome::late:
                return reject(connection, "/", {408, "request_timeout", "the request took too long to arrive", {}}, {});
            case Connection::HeadOutcome::tooLarge:
                return reject(connection, "/", {431, "headers_too_large", "the request head is too large", {}}, {});
        }
        const auto head = parseHead(connection.head());
        if (!head) {
            return reject(connection, "/", head.error(), {});
        }
        if (const auto refused = checkSource(*head, m_policy)) {
            return reject(connection, head->path, *refused, {});
        }
        auto headers = originHeaders(*head, m_policy);
        if (head->method == "OPTIONS") {
            return answerPreflight(connection, *head, std::move(headers));
        }
        const auto match = m_router.find(head->method, head->path);
        if (!match) {
            // Without the key nobody learns which paths exist.
            const auto refused = checkKey(*head, m_policy, Access::keyHolders).value_or(match.error());
            return reject(connection, head->path, refused, headers);
        }
        if (const auto refused = checkKey(*head, m_policy, match->route->access)) {
            return reject(connection, head->path, *refused, headers);
        }
        if (const auto refused = checkBody(*head, *match->route)) {
            return reject(connection, head->path, *refused, headers);
        }
        exchange(connection, *head, *match, headers);
    }

    void answerPreflight(Connection& connection, const RequestHead& head, std::vector<Header> headers) {
        if (headers.empty()) {
            return reject(connection, head.path, {403, "origin_not_allowed", "OPTIONS is for allowed origins", {}}, {});
        }
        connection.write(wholeResponse(204, joined(std::move(headers), preflightHeaders()), ""));
    }

    void exchange(Connection& connection, const RequestHead& head, const Match& match,
                  const std::vector<Header>& headers) {
        const DisconnectWatch::Registration watched(m_watch, connection.descriptor());
        const auto respond = [&](std::string body) {
            const Request request{head.method,  head.path,       head.query,     match.parameters,
                                  head.headers, std::move(body), watched.token()};
            const Rejection internal{500, "internal", "something went wrong; the server's log says what", {}};
            Response response = callHandler(match.route->handler, request, m_config.errorBody(head.path, internal));
            response.headers = joined(std::move(response.headers), headers);
            spdlog::debug("{} {} {}", request.method, request.path, response.status);
            return response;
        };
        m_exchange.run(connection, head, respond,
                       m_config.errorBody(head.path, {400, "bad_request", "the body did not arrive completely", {}}));
    }

    ServerConfig m_config;
    Router m_router;
    Policy m_policy;
    Listener m_listener;
    WakeEvent m_stopping;
    Exchange m_exchange;
    DisconnectWatch m_watch;
    std::atomic<std::size_t> m_active = 0;   // admitted and not yet finished
    std::atomic<std::size_t> m_refused = 0;  // being refused
    std::mutex m_idleMutex;
    std::condition_variable m_idle;
    WorkQueue<Descriptor> m_waiting;
    WorkQueue<Descriptor> m_tooMany;
    std::vector<std::jthread> m_workers;  // these use everything above
    std::jthread m_acceptor;
};

Result<std::unique_ptr<Server>> Server::bind(ServerConfig config, Router router) {
    PARLANDO_TRY_ASSIGN(auto listener, listenOn(config.host, config.port));
    if (listener.reach == Reach::network && config.apiKey.empty()) {
        return failure(ErrorCode::invalidInput, "listening on the network needs an API key");
    }
    return std::unique_ptr<Server>(
        new Server(std::make_unique<Implementation>(std::move(config), std::move(router), std::move(listener))));
}

Server::Server(std::unique_ptr<Implementation> implementation) : m_implementation(std::move(implementation)) {}

Server::~Server() {
    if (m_implementation) {
        m_implementation->stop(std::chrono::milliseconds(0));
    }
}

int Server::port() const {
    return m_implementation->port();
}

void Server::start() {
    m_implementation->start();
}

void Server::stop(std::chrono::milliseconds grace) {
    m_implementation->stop(grace);
}

}  // namespace parlando::http
