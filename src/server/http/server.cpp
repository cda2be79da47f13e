#include "server/http/server.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <thread>

#include <spdlog/spdlog.h>

#include "server/http/closer.h"
#include "server/http/disconnect_watch.h"
#include "server/http/head.h"
#include "server/http/listener.h"
#include "server/http/policy.h"
#include "server/http/response.h"
#include "server/http/upload.h"
#include "server/http/work_queue.h"

namespace parlando::http {
namespace {

using namespace std::chrono_literals;
using server::WakeEvent;

// After the work was asked to stop, how long it may take before its connections are cut.
constexpr auto kPatienceAfterStop = 500ms;

void append(std::vector<Header>& target, const std::vector<Header>& further) {
    target.insert(target.end(), further.begin(), further.end());
}

bool isEventStream(const Response& response) {
    return response.contentType == "text/event-stream" && std::holds_alternative<BodyProducer>(response.body);
}

const Rejection kStopping{503, "stopping", "the server is stopping", {{"Retry-After", "5"}}};
const Rejection kBusy{503, "busy", "too many connections; try again in a moment", {{"Retry-After", "1"}}};

}  // namespace

class Server::Implementation {
public:
    Implementation(ServerConfig config, Router router, Listener listener)
        : m_config(std::move(config)),
          m_router(std::move(router)),
          m_listener(std::move(listener)),
          m_eventStreams(static_cast<std::ptrdiff_t>(m_config.limits.eventStreams)),
          m_uploads(static_cast<std::ptrdiff_t>(m_config.limits.uploads)) {
        auto names = m_config.allowedHosts;
        if (m_config.host != "0.0.0.0" && m_config.host != "::") {
            const bool bareV6 = m_config.host.find(':') != std::string::npos && !m_config.host.starts_with('[');
            names.push_back(bareV6 ? "[" + m_config.host + "]" : m_config.host);
        }
        m_policy = Policy{http::allowedHosts(m_listener.port, names), m_config.allowedOrigins, m_config.apiKey};
    }

    int port() const { return m_listener.port; }

    void start() {
        m_busy = bytesOf(refusal("/", kBusy, {}));
        for (std::size_t i = 0; i < m_config.limits.workers; ++i) {
            m_workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
        }
        m_acceptor = std::jthread([this](const std::stop_token& stop) { accept(stop); });
    }

    void refuseNewWork() { m_refusesWork = true; }

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
        if (m_active.fetch_add(1) < m_config.limits.workers) {
            m_accepted.push(std::move(socket));
        } else {
            leave();
            m_closer.take(std::move(socket), m_busy);
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
        while (auto socket = m_accepted.pop(stop)) {
            Connection connection(std::move(*socket), m_config.limits.connection, m_stopping);
            try {
                serve(connection);
            } catch (const std::exception& error) {  // out of memory, or a body that was to be produced
                spdlog::error("a connection was cut: {}", error.what());
            } catch (...) {
                spdlog::error("a connection was cut by an unknown exception");
            }
            m_closer.take(connection.release());
            leave();
        }
    }

    Response refusal(std::string_view path, const Rejection& rejection, const std::vector<Header>& further) const {
        Response response = json(rejection.status, m_config.errorBody(path, rejection));
        response.headers = rejection.headers;
        append(response.headers, further);
        return response;
    }

    void reject(Connection& connection, std::string_view path, const Rejection& rejection,
                const std::vector<Header>& further = {}) const {
        m_config.observe({{}, {}, rejection.status, {}});
        send(connection, refusal(path, rejection, further), Content::whole);
    }

    void serve(Connection& connection) {
        switch (connection.readHead()) {
            case Connection::HeadOutcome::complete:
                break;
            case Connection::HeadOutcome::closed:
                return;
            case Connection::HeadOutcome::late:
                return reject(connection, "/", {408, "request_timeout", "the request took too long to arrive", {}});
            case Connection::HeadOutcome::tooLarge:
                return reject(connection, "/", {431, "headers_too_large", "the request head is too large", {}});
        }
        const auto head = parseHead(connection.head());
        if (!head) {
            return reject(connection, "/", head.error());
        }
        if (const auto refused = checkSource(*head, m_policy)) {
            return reject(connection, head->path, *refused);
        }
        const auto headers = originHeaders(*head, m_policy);
        if (head->method == "OPTIONS") {
            return answerPreflight(connection, *head, headers);
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
        if (const auto& refused = match->route->refusal) {
            return reject(connection, head->path, *refused, headers);
        }
        if (const auto refused = checkBody(*head, *match->route)) {
            return reject(connection, head->path, *refused, headers);
        }
        if (m_refusesWork && match->route->access != Access::everybody) {
            return reject(connection, head->path, kStopping, headers);
        }
        answer(connection, *head, *match, headers);
    }

    void answerPreflight(Connection& connection, const RequestHead& head, const std::vector<Header>& headers) const {
        if (headers.empty()) {
            return reject(connection, head.path, {403, "origin_not_allowed", "OPTIONS is for allowed origins", {}});
        }
        Response response{204, "", headers, ""};
        append(response.headers, preflightHeaders());
        send(connection, response, Content::whole);
    }

    void answer(Connection& connection, const RequestHead& head, const Match& match,
                const std::vector<Header>& headers) {
        const auto start = std::chrono::steady_clock::now();
        const DisconnectWatch::Registration watched(m_watch, connection.descriptor());
        Request request{head.method,       head.path,       head.query, match.parameters, head.headers, {},
                        connection.peer(), watched.token(), {}};
        if (const auto refused = receive(connection, head, *match.route, request)) {
            return reject(connection, head.path, *refused, headers);
        }
        Response response = callHandler(*match.route, request);
        append(response.headers, headers);
        const auto content = head.method == "HEAD" ? Content::headersOnly : Content::whole;
        const std::shared_ptr<void> observed(nullptr, [&](void*) {
            m_config.observe(
                {match.route->method, match.route->pattern, response.status, std::chrono::steady_clock::now() - start});
        });
        if (!isEventStream(response)) {
            return send(connection, response, content);
        }
        if (!m_eventStreams.try_acquire()) {
            return reject(connection, head.path, kBusy, headers);
        }
        const std::shared_ptr<void> release(nullptr, [this](void*) { m_eventStreams.release(); });
        send(connection, response, content);
    }

    // Reads the body into the request.
    std::optional<Rejection> receive(Connection& connection, const RequestHead& head, const Route& route,
                                     Request& request) {
        std::shared_ptr<Upload> upload;
        if (route.body == BodyKind::upload) {
            if (!m_uploads.try_acquire()) {
                return kBusy;
            }
            const std::shared_ptr<void> release(nullptr, [this](void*) { m_uploads.release(); });
            auto created = Upload::create(m_config.uploadFolder);
            if (!created) {
                return cannotKeep(created.error());
            }
            upload = std::shared_ptr<Upload>(new Upload(std::move(*created)), [release](Upload* gone) { delete gone; });
        }
        const std::uint64_t length = head.length.value_or(0);
        if (length > 0 && findHeader(head.headers, "Expect")) {
            connection.write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        const auto read = connection.readBody(length, [&](std::span<const std::byte> bytes) -> Result<> {
            if (upload) {
                return upload->append(bytes);
            }
            request.body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            return {};
        });
        request.upload = std::move(upload);
        if (read) {
            return std::nullopt;
        }
        return read.error().code == ErrorCode::cancelled ? Rejection{400, "bad_request", read.error().message, {}}
                                                         : cannotKeep(read.error());
    }

    static Rejection cannotKeep(const Error& error) {
        spdlog::error("{}", error.message);
        return {507, "io", error.message, {}};
    }

    // The place for whatever handlers throw. Its text may hold anything, so it goes to the log only.
    Response callHandler(const Route& route, const Request& request) const {
        try {
            return route.handler(request);
        } catch (const std::exception& error) {
            spdlog::error("handler of {} {} failed: {}", route.method, route.pattern, error.what());
        } catch (...) {
            spdlog::error("handler of {} {} failed with an unknown exception", route.method, route.pattern);
        }
        return refusal(request.path, {500, "internal", "something went wrong; the server's log says what", {}}, {});
    }

    ServerConfig m_config;
    Router m_router;
    Policy m_policy;
    Listener m_listener;
    std::string m_busy;  // a whole response
    WakeEvent m_stopping;
    DisconnectWatch m_watch;
    Closer m_closer;
    std::counting_semaphore<> m_eventStreams;
    std::counting_semaphore<> m_uploads;
    std::atomic<bool> m_refusesWork = false;
    std::atomic<std::size_t> m_active = 0;  // handed to a worker and not yet finished
    std::mutex m_idleMutex;
    std::condition_variable m_idle;
    WorkQueue<Descriptor> m_accepted;
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

void Server::refuseNewWork() {
    m_implementation->refuseNewWork();
}

void Server::stop(std::chrono::milliseconds grace) {
    m_implementation->stop(grace);
}

}  // namespace parlando::http
