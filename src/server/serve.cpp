#include "server/serve.h"

#include <poll.h>
#include <signal.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "base/log.h"
#include "base/version.h"
#include "protocol/startup.h"
#include "server/api_error.h"
#include "server/backend/backends.h"
#include "server/backend/routes.h"
#include "server/backend/succession.h"
#include "server/engine_host.h"
#include "server/http/listener.h"
#include "server/http/server.h"
#include "server/installation.h"
#include "server/instance_file.h"
#include "server/jobs/job_service.h"
#include "server/request_counters.h"
#include "server/routes/routes.h"
#include "server/signals.h"
#include "server/spoken_dictionary.h"
#include "server/voices/voices.h"
#include "server/wake_event.h"
#include "store/library.h"

namespace parlando::server {
namespace {

// From the request to end to the exit five seconds may pass: jobs go on for the first of these, answers leave during
// the second, and what is left is cut.
constexpr std::chrono::seconds kJobsDrainTime{3};
constexpr std::chrono::seconds kAnswersDrainTime{1};

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

tl::expected<std::unique_ptr<http::Server>, Exit> bindServer(const ServeOptions& options, const http::Router& router,
                                                             RequestCounters& counters) {
    http::ServerConfig config;
    config.host = options.host;
    config.port = options.port;
    config.allowedHosts = options.allowedHosts;
    config.allowedOrigins = options.allowedOrigins;
    config.apiKey = options.apiKey;
    config.errorBody = rejectionBody;
    config.uploadFolder = options.engine.dataFolder;
    config.observe = [&counters](const http::Observation& answered) {
        counters.count(answered);
        logRequest(answered);
    };
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

// A library that cannot be opened is told in words, and nothing is served without one.
tl::expected<std::unique_ptr<store::Library>, Exit> openLibrary(const std::filesystem::path& dataFolder) {
    auto library = store::Library::open(dataFolder);
    if (!library) {
        const bool later = library.error().code == ErrorCode::busy;
        return tl::unexpected(Exit{later ? ExitCode::tryAgain : ExitCode::badConfiguration, library.error().message});
    }
    for (const auto& notice : (*library)->notices()) {
        spdlog::warn("{}", notice);
    }
    return std::move(*library);
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

Backends::Config backendsOf(const ServeOptions& options) {
    Backends::Config config;
    config.folder = options.engine.dataFolder / "backends";
    config.variant = options.engine.build.variant;
    config.source.releaseUrls = options.releaseUrls;
    config.source.version = kVersion;
    config.places.nvml = options.engine.build.nvmlLibrary;
    return config;
}

// How serving ended: for good, or another program goes on in this process.
struct End {
    std::optional<Succession::Next> next;
    int port = 0;  // that it had; 0: none
};

tl::expected<End, Exit> serve(const ServeOptions& options, const Succession& succession) {
    const WakeEvent signalled;
    const SignalWatch signals([&signalled](int) { signalled.notify(); });
    ::signal(SIGPIPE, SIG_IGN);  // a reader that is gone is an error of write(), not our end

    if (auto allowed = checkHost(options); !allowed) {
        return tl::unexpected(allowed.error());
    }
    const auto claim = InstanceFile::claim(options.engine.dataFolder);
    if (!claim) {
        const bool locked = claim.error().code == ErrorCode::busy;
        return tl::unexpected(
            Exit{locked ? ExitCode::dataFolderLocked : ExitCode::badConfiguration, claim.error().message});
    }
    // Only now: a second server of this folder must not judge the package of the first.
    if (auto instead = succession.atStart()) {
        return End{std::move(instead)};
    }
    const auto library = openLibrary(options.engine.dataFolder);
    if (!library) {
        return tl::unexpected(library.error());
    }
    const auto dictionary = SpokenDictionary::open((*library)->dictionary());
    if (!dictionary) {
        return tl::unexpected(Exit{ExitCode::badConfiguration, dictionary.error().message});
    }
    StartupWriter startup;
    protocol::Hello hello{
        protocol::kStartupProtocol, kVersion, options.engine.build.variant, ::getpid(), 0, newInstance()};

    // Made before the server that uses them, and so gone after it.
    Handover handover(succession, [&signalled] { signalled.notify(); });
    EngineHost host([&options] { return loadEngine(options.engine); },
                    [&](const protocol::StartupLine& line) {
                        startup.write(line);
                        handover.hear(line);
                    });
    Backends backends(backendsOf(options));
    const auto restart = [&]() -> Result<std::string> {
        if (options.supervision == Supervision::byStandardInput) {
            const std::string variant(name(backends.selection()));
            startup.write(protocol::RestartRequest{variant});
            return variant;
        }
        PARLANDO_TRY_ASSIGN(auto next, succession.atRestart());
        const std::string variant = next.package.empty() ? "cpu" : "cuda";
        handover.giveWay(std::move(next));
        return variant;
    };
    Voices voices(host, {options.engine.dataFolder / "voices", options.hubUrls, voiceCheck(options.engine)});
    JobService jobs(host, std::chrono::seconds(options.unloadAfterSeconds));
    RequestCounters counters;
    http::Router router;
    addBackendRoutes(router, {backends, hello.variant, restart});
    addRoutes(router, {host,
                       jobs,
                       **library,
                       **dictionary,
                       counters,
                       voices,
                       {hello.version, hello.variant, hello.instance},
                       options.engine.dataFolder,
                       [&signalled] { signalled.notify(); }});

    auto server = bindServer(options, router, counters);
    if (!server) {
        return tl::unexpected(server.error());
    }
    hello.port = (*server)->port();
    if (const auto announced = claim->announce(hello); !announced) {
        return tl::unexpected(Exit{ExitCode::badConfiguration, announced.error().message});
    }
    startup.write(hello);
    (*server)->start();
    spdlog::info("listening on http://{}:{}", options.host, hello.port);
    host.start();

    waitForTheEnd(signalled, options.supervision);
    (*server)->refuseNewWork();
    jobs.drain(kJobsDrainTime);
    (*server)->stop(kAnswersDrainTime);
    spdlog::info("stopped");
    return End{handover.end(), hello.port};
}

}  // namespace

ExitCode runServe(const ServeOptions& options) {
    if (const auto logging = log::start(options.engine.logLevel.empty() ? "info" : options.engine.logLevel); !logging) {
        fmt::print(stderr, "parlando-server: {}\n", logging.error().message);
        return ExitCode::usage;
    }
    const Succession succession(options);
    while (true) {
        const auto end = serve(options, succession);
        if (!end) {
            succession.neverTried();
            return report(end.error());
        }
        if (!end->next) {
            return ExitCode::success;
        }
        const auto problem = succession.become(*end->next, end->port);
        if (end->next->package.empty()) {
            return report({ExitCode::tryAgain, problem.message});
        }
        spdlog::error("{}", problem.message);  // the package counts as failed now, and this program serves
    }
}

}  // namespace parlando::server
