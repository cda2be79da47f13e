#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/support/raw_client.h"
#include "server/support/test_server.h"

// Health, models, metrics, draining: what those who run the server see of it.

using namespace parlando;
using namespace parlando::testing;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

Answer post(TestServer& server, const std::string& path, const json& body = nullptr) {
    return ask(server.port(), request(server.port(), "POST", path, body.is_null() ? "" : body.dump()));
}

Answer get(TestServer& server, const std::string& path) {
    return ask(server.port(), request(server.port(), "GET", path));
}

bool isLoaded(TestServer& server, const std::string& voice) {
    const auto status = json::parse(get(server, "/models/status").body);
    for (const auto& model : status.at("models")) {
        if (model.at("model_name") == voice) {
            return model.at("loaded");
        }
    }
    return false;
}

TestServer::Setup reloadable() {
    TestServer::Setup setup;
    setup.reloadEngine = true;
    return setup;
}

}  // namespace

TEST_CASE("models_can_be_loaded_and_unloaded") {
    TestServer server(reloadable());
    CHECK(isLoaded(server, "robin"));  // by the self-test
    CHECK_FALSE(isLoaded(server, "wren"));
    CHECK(post(server, "/models/load?model_name=wren").status == 200);
    CHECK(isLoaded(server, "wren"));
    CHECK(post(server, "/models/unload").status == 200);
    CHECK_FALSE(isLoaded(server, "robin"));
    CHECK(json::parse(get(server, "/health").body).at("model_loaded") == false);
    CHECK(json::parse(get(server, "/health").body).at("status") == "healthy");
    CHECK(get(server, "/v1/audio/voices").status == 200);
    CHECK(post(server, "/v1/audio/speech", {{"input", "Hello"}}).status == 200);  // loads again
    CHECK(isLoaded(server, "robin"));
    CHECK(post(server, "/cache/clear").status == 200);
    CHECK_FALSE(isLoaded(server, "robin"));
    CHECK(post(server, "/models/load?model_name=nobody").status == 404);
}

TEST_CASE("the_file_system_is_looked_at") {
    TestServer server;
    const auto health = json::parse(get(server, "/health/filesystem").body);
    CHECK(health.at("disk_total_mb").get<double>() > health.at("disk_free_mb").get<double>());
    for (const auto& directory : health.at("directories")) {
        CHECK(directory.at("exists") == true);
        CHECK(directory.at("writable") == true);
        CHECK(directory.at("error").is_null());
    }
}

TEST_CASE("metrics_count_jobs_and_requests_without_naming_anything") {
    TestServer server;
    CHECK(post(server, "/v1/audio/speech", {{"input", "Hello"}}).status == 200);
    CHECK(get(server, "/nowhere/a%20secret").status == 404);
    REQUIRE(eventually([&] { return server.jobs().statistics().completed == 1; }));
    const auto answer = get(server, "/metrics");
    CHECK(answer.headers.at("content-type") == "text/plain; version=0.0.4");
    for (const auto* line :
         {"parlando_jobs_total{outcome=\"completed\"} 1\n", "parlando_queue_length 0\n", "parlando_engine_loaded 1\n",
          "parlando_first_audio_seconds_bucket{le=\"+Inf\"} 1\n", "parlando_first_audio_seconds_count 1\n",
          "parlando_requests_total{route=\"/v1/audio/speech\",status=\"200\"} 1\n",
          "parlando_requests_total{route=\"\",status=\"404\"} 1\n", "# TYPE parlando_resident_bytes gauge\n"}) {
        INFO(line);
        CHECK(answer.body.find(line) != std::string::npos);
    }
    CHECK(answer.body.find("secret") == std::string::npos);
}

TEST_CASE("a_server_that_drains_refuses_new_work_and_says_so") {
    TestServer server;
    server.engine().gate.close();
    RawClient active(server.port());
    active.send(request(server.port(), "POST", "/v1/audio/speech", R"({"input":"Hello","response_format":"wav"})"));
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    server.http().refuseNewWork();
    std::jthread draining([&] { server.jobs().drain(20s); });
    CHECK(eventually([&] { return server.jobs().isStopping(); }));
    const auto refused = post(server, "/v1/audio/speech", {{"input", "Hello"}});
    CHECK(refused.status == 503);
    CHECK(json::parse(refused.body).at("error").at("code") == "stopping");
    CHECK(refused.headers.count("retry-after") == 1);
    CHECK(json::parse(get(server, "/health").body).at("state") == "stopping");
    server.engine().gate.open();
    CHECK(parseAnswer(active.receiveAll()).complete);
}

TEST_CASE("what_a_drain_cuts_short_never_looks_complete") {
    TestServer server;
    server.engine().gate.close();
    RawClient waiting(server.port());
    waiting.send(request(server.port(), "POST", "/v1/audio/speech", R"({"input":"Hello","response_format":"wav"})"));
    REQUIRE(eventually([&] { return server.engine().started == 1; }));
    server.jobs().drain(0ms);
    const auto answer = parseAnswer(waiting.receiveAll());
    CHECK((answer.status == 503 || !answer.complete));
}

TEST_CASE("clients_that_leave_at_any_moment_stop_their_own_work_only") {
    TestServer::Setup setup;
    setup.script.chunks = 50;
    setup.script.secondsPerChunk = 0.01;
    setup.script.delayPerChunk = 1ms;
    TestServer server(setup);
    const auto order =
        request(server.port(), "POST", "/v1/audio/speech", R"({"input":"Hello","response_format":"pcm"})");
    RawClient staying(server.port());
    staying.send(order);
    for (int i = 0; i < 50; ++i) {
        RawClient leaving(server.port());
        leaving.send(order);
        std::this_thread::sleep_for(std::chrono::milliseconds(i * 13 % 29));
    }
    CHECK(parseAnswer(staying.receiveAll()).complete);
    CHECK(eventually([&] { return server.jobs().jobs().empty(); }));
}
