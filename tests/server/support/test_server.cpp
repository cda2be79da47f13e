#include "server/support/test_server.h"

#include <stdexcept>
#include <thread>

#include <spdlog/spdlog.h>

#include "server/api_error.h"
#include "server/routes/routes.h"

namespace parlando::testing {

using namespace std::chrono_literals;

TestServer::TestServer() : TestServer(Setup{}) {}

TestServer::TestServer(Setup setup)
    : m_created(std::make_unique<engine::FakeEngine>(setup.script)),
      m_engine(m_created.get()),
      m_reloads(setup.reloadEngine),
      m_host(
          [this, setup]() -> Result<std::unique_ptr<engine::Engine>> {
              if (m_created == nullptr && setup.reloadEngine) {
                  return std::make_unique<engine::FakeEngine>(setup.script);
              }
              return std::move(m_created);
          },
          [](const protocol::StartupLine&) {}),
      m_dataFolder(TemporaryFolder::create().value()),
      m_library(store::Library::open(m_dataFolder.path()).value()),
      m_dictionary(server::SpokenDictionary::open(m_library->dictionary()).value()),
      m_jobs(m_host),
      // Where nobody publishes voices.
      m_voices(m_host, {m_dataFolder.path() / "voices", "http://127.0.0.1:1/",
                        [](const std::filesystem::path&, const std::string&) { return Result<>(); }}) {
    spdlog::set_level(spdlog::level::off);
    http::Router router;
    server::addRoutes(router, {m_host,
                               m_jobs,
                               *m_library,
                               *m_dictionary,
                               m_counters,
                               m_voices,
                               {"0.1.0", "cpu", "test-instance"},
                               m_dataFolder.path(),
                               [] {}});
    setup.addRoutes(router);
    http::ServerConfig config;
    config.apiKey = setup.apiKey;
    config.allowedOrigins = setup.allowedOrigins;
    config.allowedHosts = setup.allowedHosts;
    config.limits = setup.limits;
    config.errorBody = server::rejectionBody;
    config.observe = [this](const http::Observation& answered) { m_counters.count(answered); };
    auto server = http::Server::bind(config, std::move(router));
    if (!server) {
        throw std::runtime_error(server.error().message);
    }
    m_server = std::move(*server);
    m_server->start();
    if (setup.startEngine) {
        m_host.start();
        waitUntilLoaded();
    }
}

TestServer::~TestServer() {
    // A failed host has let the engine go, and one that can have another may have.
    if (m_host.status().phase != server::EngineHost::Phase::failed && !m_reloads) {
        m_engine->gate.open();
    }
    m_server->stop(5s);
}

void TestServer::waitUntilLoaded() {
    eventually([this] { return m_host.status().phase != server::EngineHost::Phase::loading; });
}

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 4000; ++i) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

}  // namespace parlando::testing
