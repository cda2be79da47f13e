#include "server/serve.h"

#include <poll.h>
#include <signal.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <string>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "base/log.h"
#include "base/version.h"
#include "protocol/startup.h"
#include "server/api_error.h"
#include "server/engine_host.h"
#include "server/http/listener.h"
#include "server/http/server.h"
#include "server/installation.h"
#include "server/instance_file.h"
#include "server/routes/routes.h"
#include "server/signals.h"
#include "server/speech_service.h"
#include "server/wake_event.h"

namespace parlando::server {
namespace {

constexpr std::chrono::seconds kDrainTime{5};

// An error that ends the program, and how.
struct Exit {
    ExitCode code;
    std::string message;
};

ExitCode report(const Exit& exit) {
    spdlog::error("{}", exit.message);
    return exit.code;
}

// New at every start: with it a client tells this process from another that has the port later.
std::string newInstance() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        return fmt::format("{:032x}", std::chrono::steady_clock::now().time_since_epoch().count());
    }
    return fmt::format("{:02x}", fmt::join(bytes, ""));
}

// Any thread writes whole lines. A parent that does not read any more is no reason to stop serving.
class StartupWriter {
public:
    void write(const protocol::StartupLine& line) {
        const std::string text = protocol::toLine(line) + "\n";
        const std::lock_guard lock(m_mutex);
        for (std::string_view rest = text; !rest.empty();) {
            const ssize_t written = ::write(STDOUT_FILENO, rest.data(), rest.size());
            if (written < 0 && errno != EINTR) {
                return;
            }
            rest.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
        }
    }

private:
    std::mutex m_mutex;
};

tl::expected<void, Exit> checkHost(const ServeOptions& options) {
    const auto reach = http::reachOf(options.host);
    if (!reach) {
        return tl::unexpected(Exit{ExitCode::badConfiguration, reach.error().message});
    }
    if (*reach == http::Reach::network && options.apiKey.empty()) {
        return tl::unexpected(Exit{
            ExitCode::badConfiguration,
            fmt::format("{} can be reached by other machines: set PARLANDO_API_KEY to a long random text that clients "
                        "must send, or listen on 127.0.0.1",
                        options.host)});
    }
    return {};
}

tl::expected<std::unique_ptr<http::Server>, Exit> bindServer(const ServeOptions& options, const http::Router& router) {
    http::ServerConfig config;
    config.host = options.host;
    config.port = options.port;
    config.allowedHosts = options.allowedHosts;
    config.allowedOrigins = options.allowedOrigins;
    config.apiKey = options.apiKey;
    config.errorBody = rejectionBody;
    auto bound = http::Server::bind(config, router);
    if (!bound && bound.error().code == ErrorCode::busy && options.portChoice == PortChoice::byDefault) {
        spdlog::warn("port {} is taken by another program; taking a free one", options.port);
        config.port = 0;
        bound = http::Server::bind(config, router);
    }
    if (bound) {
        return std::move(*bound);
    }
    if (bound.error().code == ErrorCode::busy) {
        return tl::unexpected(Exit{ExitCode::portTaken,
                                   fmt::format("port {} is taken by another program; stop that, or choose another port "
                                               "with --port (0 for any free one)",
                                               options.port)});
    }
    return tl::unexpected(Exit{ExitCode::badConfiguration, bound.error().message});
}

// Until a signal comes or, when supervised, whoever holds our standard input lets go of it.
void waitForTheEnd(const WakeEvent& signalled, Supervision supervision) {
    const bool supervised = supervision == Supervision::byStandardInput;
    while (true) {
        std::array<pollfd, 2> watched{pollfd{signalled.descriptor(), POLLIN, 0},
                                      pollfd{supervised ? STDIN_FILENO : -1, POLLIN, 0}};
        if (::poll(watched.data(), watched.size(), -1) <= 0) {
            continue;
        }
        if (watched[0].revents != 0) {
            spdlog::info("asked to stop by a signal");
            return;
        }
        std::array<char, 256> ignored;
        const ssize_t got = ::read(STDIN_FILENO, ignored.data(), ignored.size());
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
            spdlog::info("standard input has ended: whoever started this server is gone or wants it to stop");
            return;
        }
    }
}

tl::expected<void, Exit> serve(const ServeOptions& options) {
    const WakeEvent signalled;
    const SignalWatch signals([&signalled](int) { signalled.notify(); });
    ::signal(SIGPIPE, SIG_IGN);  // a reader that is gone is an error of write(), not our end

    if (auto allowed = checkHost(options); !allowed) {
        return allowed;
    }
    StartupWriter startup;
    protocol::Hello hello{protocol::kStartupProtocol, kVersion, compiledVariant(), ::getpid(), 0, newInstance()};

    // Made before the server that uses them, and so gone after it.
    EngineHost host([&options] { return loadEngine(options.engine); },
                    [&startup](const protocol::StartupLine& line) { startup.write(line); });
    SpeechService service(host);
    http::Router router;
    addHealthRoutes(router, host, {hello.version, hello.variant, hello.instance});
    addOpenAiSpeechRoute(router, host, service);
    addOpenAiCatalogueRoutes(router, host);

    auto server = bindServer(options, router);
    if (!server) {
        return tl::unexpected(server.error());
    }
    hello.port = (*server)->port();
    const auto claim = InstanceFile::claim(options.engine.dataFolder, hello);
    if (!claim) {
        const bool locked = claim.error().code == ErrorCode::busy;
        return tl::unexpected(
            Exit{locked ? ExitCode::dataFolderLocked : ExitCode::badConfiguration, claim.error().message});
    }
    startup.write(hello);
    (*server)->start();
    spdlog::info("listening on http://{}:{}", options.host, hello.port);
    host.start();

    waitForTheEnd(signalled, options.supervision);
    (*server)->stop(kDrainTime);
    spdlog::info("stopped");
    return {};
}

}  // namespace

ExitCode runServe(const ServeOptions& options) {
    if (const auto logging = log::start(options.engine.logLevel.empty() ? "info" : options.engine.logLevel); !logging) {
        fmt::print(stderr, "parlando-server: {}\n", logging.error().message);
        return ExitCode::usage;
    }
    const auto outcome = serve(options);
    return outcome ? ExitCode::success : report(outcome.error());
}

}  // namespace parlando::server
