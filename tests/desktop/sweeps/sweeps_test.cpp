#include <signal.h>

#include <fstream>
#include <random>

#include <QProcess>
#include <catch2/catch.hpp>

#include "desktop/support/watched.h"

// The same things many times over. KILLS, SWITCHES and IMPOSTORS say how often: a sample in every run, all of them in
// the build labelled `long`.

using namespace parlando;
using namespace parlando::desktop;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

void switchOften(const SupervisorConfig& config) {
    Watched watched(config);
    for (int i = 0; i < SWITCHES; ++i) {
        const auto variant = i % 2 == 0 ? Variant::cuda : Variant::cpu;
        CAPTURE(i);
        watched.supervisor.switchTo(variant);
        REQUIRE(watched.reaches(Phase::ready, i % 2 == 0 ? "cuda" : "cpu"));
        REQUIRE(watched.now().problem.isEmpty());
    }
    CHECK(watched.now().notice.number == 0);
    CHECK_FALSE(watched.everIn(Phase::waiting));
    CHECK_FALSE(watched.everIn(Phase::failed));
}

}  // namespace

TEST_CASE("switching_never_fails") {
    Scene scene;
    scene.cpu(kGoodCpu);
    scene.gpu(kGoodGpu);
    switchOften(scene.config());
    CHECK(eventually([&] { return scene.left() == 0; }, 10s));
}

#ifdef PARLANDO_STAND_IN_SERVER
TEST_CASE("switching_real_servers_with_a_stand_in_engine_never_fails") {
    const Scene scene;
    fs::remove(scene.programs() / "parlando-server");
    fs::copy_file(PARLANDO_SERVER_PROGRAM, scene.programs() / "parlando-server");
    fs::copy_file(PARLANDO_FAKE_LIBRARIES "/good/libparlando-engine.so", scene.programs() / "libparlando-engine.so");
    fs::create_directories(scene.data() / "voices");
    REQUIRE(installPackage(scene.data(), PARLANDO_STAND_IN_SERVER,
                           {PARLANDO_FAKE_LIBRARIES "/cuda/libparlando-engine.so"}, Trust::trial));
    auto config = scene.config();
    config.port = 0;
    switchOften(config);
}
#endif

TEST_CASE("nothing_is_left_two_seconds_after_the_app_was_killed") {
    const Scene scene;
    fs::copy_file(PARLANDO_PROGRAM, scene.programs() / "parlando");
    scene.cpu("ignore-term\ngrandchild\nhello\nsleep 50\nloading 0.5\nsleep 50\nready cpu\nhang\n");
    std::mt19937 random(1);
    for (int i = 0; i < KILLS; ++i) {
        CAPTURE(i);
        QProcess app;
        app.setStandardErrorFile(QProcess::nullDevice());
        app.setStandardOutputFile(QProcess::nullDevice());
        app.start(QString::fromStdString((scene.programs() / "parlando").string()),
                  {"--headless", "--port", "0", "--data-dir", QString::fromStdString(scene.data().string())});
        REQUIRE(app.waitForStarted());
        // From before its first process to long after it is ready.
        pass(std::chrono::milliseconds(std::uniform_int_distribution<int>(0, 300)(random)));
        app.kill();
        app.waitForFinished();
        pass(2s);
        REQUIRE(scene.left() == 0);
    }
}

TEST_CASE("an_impostor_on_the_port_is_never_taken_for_the_backend") {
    const Scene scene;
    scene.cpu("impostor\nhello\nready cpu\nserve\n");
    for (int i = 0; i < IMPOSTORS; ++i) {
        Watched watched(scene.config());
        REQUIRE(watched.reaches(Phase::failed));
        REQUIRE_FALSE(watched.everIn(Phase::ready));
    }
}
