#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/http/connection.h"
#include "server/http/message.h"
#include "server/http/router.h"

namespace parlando::http {

struct ServerLimits {
    ConnectionLimits connection;
    // Threads are cheap and most of their time they wait for clients; slow ones must not keep others out.
    std::size_t workers = 64;
    // Connections that are worked on or wait for it. What exceeds them is told at once to come back later, and
    // 64 more may be closing: descriptors stay bounded.
    std::size_t connections = 80;
    // Responses of events may last for hours, and each holds a worker.
    std::size_t eventStreams = 32;
};

struct ServerConfig {
    std::string host = "127.0.0.1";
    int port = 0;                             // 0: any free one
    std::vector<std::string> allowedHosts;    // besides the names of this machine
    std::vector<std::string> allowedOrigins;  // "http://localhost:3000"
    std::string apiKey;                       // empty: none needed
    ServerLimits limits;
    // The JSON for an error on this path.
    std::function<std::string(std::string_view path, const Rejection&)> errorBody;
};

// The HTTP server: one thread accepts, a bounded number work, one watches for clients that leave, one closes
// (closer.h). Every connection carries one request:
//
//   accept ─▶ queue ─▶ read head ─▶ parse ─▶ Host, Origin ─▶ route ─▶ key ─▶ length, type ─▶ body ─▶ handler ─▶ close
//                │full      │late, long   │       │             │        │         │           │
//                ▼          ▼             ▼       ▼             ▼        ▼         ▼           ▼
//               503        408, 431      400 …   421, 403    404, 405   401    411, 413, 415  400
class Server {
public:
    // Listens from now on; clients wait until `start`. Errors: busy (port taken), notFound, io.
    static Result<std::unique_ptr<Server>> bind(ServerConfig config, Router router);
    ~Server();

    int port() const;
    void start();
    // Accepts nothing more, lets requests finish for `grace`, then asks them to stop and cuts them. Returns
    // when all threads have ended. May be called once.
    void stop(std::chrono::milliseconds grace);

private:
    class Implementation;
    explicit Server(std::unique_ptr<Implementation> implementation);

    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace parlando::http
