#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "fake_engine/fake_engine.h"
#include "server/support/test_server.h"
#include "server/voices/voices.h"

using namespace parlando;
using namespace parlando::server;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

// A host whose engines are counted, and fail or wait when they are told to.
class Scene {
public:
    Scene() {
        fs::create_directories(m_path);
        m_host.start();
        REQUIRE(testing::eventually([this] { return m_host.status().phase == EngineHost::Phase::ready; }));
    }

    fs::path path() const { return m_path; }
    Voices& voices() { return m_voices; }
    int engines() const { return m_engines; }

    std::atomic<bool> fails = false;
    std::atomic<bool> waits = false;

private:
    Result<std::unique_ptr<engine::Engine>> load() {
        ++m_engines;
        while (waits) {
            std::this_thread::sleep_for(1ms);
        }
        if (fails) {
            return failure(ErrorCode::io, "the disk is busy");
        }
        return std::make_unique<engine::FakeEngine>(engine::FakeScript());
    }

    TemporaryFolder m_folder = TemporaryFolder::create().value();
    fs::path m_path = m_folder.path() / "voices";
    std::atomic<int> m_engines = 0;
    EngineHost m_host{[this] { return load(); }, [](const protocol::StartupLine&) {}};
    Voices m_voices{m_host,
                    {m_path, "http://127.0.0.1:1/", [](const fs::path&, const std::string&) { return Result<>(); }}};
};

}  // namespace

TEST_CASE("the_engine_looks_again_when_a_voice_has_come_or_gone_and_only_then") {
    Scene scene;
    scene.voices().notice();
    CHECK(scene.engines() == 1);
    fs::create_directory(scene.path() / "wren");
    scene.voices().notice();
    scene.voices().notice();
    CHECK(scene.engines() == 2);
    fs::create_directories(scene.path() / ".staging" / "lark");
    fs::create_directories(scene.path() / ".removed");
    scene.voices().notice();
    CHECK(scene.engines() == 2);
    fs::remove(scene.path() / "wren");
    scene.voices().notice();
    CHECK(scene.engines() == 3);
}

TEST_CASE("the_engine_looks_again_until_that_succeeds") {
    Scene scene;
    fs::create_directory(scene.path() / "wren");
    scene.fails = true;
    scene.voices().notice();
    scene.voices().notice();
    CHECK(scene.engines() == 3);
    scene.fails = false;
    scene.voices().notice();
    scene.voices().notice();
    CHECK(scene.engines() == 4);
}

TEST_CASE("whoever_notices_meanwhile_waits_until_the_engine_has_looked") {
    Scene scene;
    fs::create_directory(scene.path() / "wren");
    scene.waits = true;
    auto first = std::async(std::launch::async, [&] { scene.voices().notice(); });
    CHECK(testing::eventually([&] { return scene.engines() == 2; }));
    auto second = std::async(std::launch::async, [&] { scene.voices().notice(); });
    CHECK(second.wait_for(50ms) == std::future_status::timeout);
    scene.waits = false;
    first.get();
    second.get();
    CHECK(scene.engines() == 2);
}
