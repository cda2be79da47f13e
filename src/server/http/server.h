#pragma once

#include <chrono>
#include <filesystem>
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
    // Connections that are worked on, a thread for each: threads are cheap and most of their time they wait for
    // clients. Whoever comes when all are taken is told at once to come back: behind silent clients a queue would
    // keep honest ones waiting. Some more may be closing (closer.h); so descriptors stay bounded.
    std::size_t workers = 80;
    // Responses of events may last for hours, and each holds a worker.
    std::size_t eventStreams = 32;
    // Uploads that are received or worked on; each takes its space on the disk.
    std::size_t uploads = 4;
};

// One request that was answered. `route` is the pattern: a path as sent may hold what belongs to the user.
struct Observation {
    std::string_view method;
    std::string_view route;  // empty: it reached no route
    int status = 0;
    std::chrono::duration<double> seconds{};  // from the end of its head to the end of the answer
};

struct ServerConfig {
    std::string host = "127.0.0.1";
    int port = 0;                             // 0: any free one
    std::vector<std::string> allowedHosts;    // besides the names of this machine
    std::vector<std::string> allowedOrigins;  // "http://localhost:3000"
    std::string apiKey;                       // empty: none needed
    ServerLimits limits;
    std::filesystem::path uploadFolder = std::filesystem::temp_directory_path();  // where uploads lie meanwhile
    // The JSON for an error on this path.
    std::function<std::string(std::string_view path, const Rejection&)> errorBody;
    // Called by the thread of the connection after each answer.
    std::function<void(const Observation&)> observe = [](const Observation&) {};
};

// The HTTP server: one thread accepts, a bounded number work, one watches for clients that leave, one closes
// (closer.h). Every connection carries one request:
//
//   accept ─▶ worker ─▶ read head ─▶ parse ─▶ Host, Origin ─▶ route ─▶ key ─▶ length, type ─▶ body ─▶ handler ─▶ close
//                │none      │late, long   │       │             │        │         │           │
//                ▼          ▼             ▼       ▼             ▼        ▼         ▼           ▼
//               503        408, 431      400 …   421, 403    404, 405   401    411, 413, 415  400
class Server {
public:
    // Listens from now on; clients wait until `start`. Errors: busy (port taken), notFound, io.
    static Result<std::unique_ptr<Server>> bind(ServerConfig config, Router router);
    ~Server();

    int port() const;
    void start();
    // From now on every request is refused with 503, but to routes that are open to everybody; those that are
    // being worked on go on.
    void refuseNewWork();
    // Accepts nothing more, lets requests finish for `grace`, then asks them to stop and cuts them. Returns
    // when all threads have ended. May be called once.
    void stop(std::chrono::milliseconds grace);

private:
    class Implementation;
    explicit Server(std::unique_ptr<Implementation> implementation);

    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace parlando::http
