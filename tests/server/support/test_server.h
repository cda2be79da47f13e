#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/files.h"
#include "fake_engine/fake_engine.h"
#include "server/engine_host.h"
#include "server/http/server.h"
#include "server/jobs/job_service.h"
#include "server/request_counters.h"
#include "server/spoken_dictionary.h"
#include "server/voices/voices.h"
#include "store/library.h"

namespace parlando::testing {

// The real server, its routes included, around a fake engine on a free port of this machine.
class TestServer {
public:
    struct Setup {
        engine::FakeScript script;
        std::string apiKey;
        std::vector<std::string> allowedOrigins;
        std::vector<std::string> allowedHosts;
        http::ServerLimits limits;
        // Further routes, for tests of the HTTP layer alone.
        std::function<void(http::Router&)> addRoutes = [](http::Router&) {};
        bool startEngine = true;
        // Whether a further engine can be had once the first was unloaded; `engine` knows the first only.
        bool reloadEngine = false;
    };

    TestServer();
    explicit TestServer(Setup setup);
    ~TestServer();

    int port() const { return m_server->port(); }
    // The engine inside; it exists from the moment that the server is ready.
    engine::FakeEngine& engine() { return *m_engine; }
    server::EngineHost& host() { return m_host; }
    server::JobService& jobs() { return m_jobs; }
    store::Library& library() { return *m_library; }
    http::Server& http() { return *m_server; }
    void stop(std::chrono::milliseconds grace) { m_server->stop(grace); }
    void waitUntilLoaded();

private:
    std::unique_ptr<engine::FakeEngine> m_created;
    engine::FakeEngine* m_engine;
    const bool m_reloads;
    server::EngineHost m_host;
    TemporaryFolder m_dataFolder;
    std::unique_ptr<store::Library> m_library;
    std::unique_ptr<server::SpokenDictionary> m_dictionary;
    server::JobService m_jobs;
    server::RequestCounters m_counters;
    server::Voices m_voices;
    std::unique_ptr<http::Server> m_server;
};

// Waits until the condition holds; false if it does not within a generous time.
bool eventually(const std::function<bool()>& condition);

}  // namespace parlando::testing
