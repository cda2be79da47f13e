#include <unistd.h>

#include <algorithm>
#include <fstream>

#include <catch2/catch.hpp>

#include <QTcpServer>

#include "desktop/backend/backend_supervisor.h"
#include "desktop/support/broken_backends.h"
#include "desktop/support/watched.h"

using namespace parlando;
using namespace parlando::desktop;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

bool allGone(const Scene& scene) {
    return eventually([&] { return scene.left() == 0; }, 10s);
}

}  // namespace

TEST_CASE("a_good_backend_goes_from_starting_over_loading_to_ready") {
    const Scene scene;
    scene.cpu(kGoodCpu);
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::ready));
    CHECK(watched.everIn(Phase::starting));
    CHECK(watched.everIn(Phase::loading));
    CHECK(watched.now().variant == "cpu");
    CHECK(watched.now().device == "cpu");
    CHECK(scene.left() == 2);  // it and its guard
    CHECK(watched.now().port != 0);
    CHECK_FALSE(watched.now().instance.isEmpty());
    CHECK(watched.now().notice.number == 0);
    CHECK(watched.now().fallback.isEmpty());
    watched.supervisor.stop();
    CHECK(watched.reaches(Phase::stopped));
    CHECK(allGone(scene));
}

TEST_CASE("a_port_that_answers_is_not_readiness") {
    const Scene scene;
    scene.cpu("hello\nloading 0.1\nserve\n");
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::loading));
    pass(500ms);
    CHECK(watched.now().phase == Phase::loading);
}

TEST_CASE("a_cpu_backend_that_is_another_one_is_not_started_again") {
    const auto* line = GENERATE("hello protocol=2", "hello version=9.9.9", "hello variant=cuda", "hello pid=1",
                                "print {\"state\":\"ready\",\"selftest\":{\"ok\":true,\"device\":\"cpu\",\"ms\":1}}",
                                "impostor\nhello\nready cpu");
    const Scene scene;
    scene.cpu(std::string(line) + "\nserve\n");
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::failed));
    CHECK_FALSE(watched.everIn(Phase::ready));
    CHECK_THAT(watched.now().problem.toStdString(), Contains("CPU backend does not work"));
    CHECK(scene.cpuRuns() == 1);
    CHECK(allGone(scene));
}

TEST_CASE("a_crash_is_followed_by_a_new_start_on_the_same_port") {
    const Scene scene;
    scene.cpu("hello\nready cpu\nfirst-run die-after 300\nserve\n");
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::ready));
    const auto first = watched.now();
    REQUIRE(watched.reaches(Phase::waiting));
    CHECK_THAT(watched.now().problem.toStdString(), Contains("signal 9"));
    REQUIRE(watched.reaches(Phase::ready));
    CHECK(watched.now().port == first.port);
    CHECK(watched.now().instance != first.instance);
    CHECK(watched.now().generation == first.generation + 1);
    CHECK(watched.now().problem.isEmpty());
}

TEST_CASE("a_missing_server_is_a_sentence_and_retry_finds_it_again") {
    const Scene scene;
    auto config = scene.config();
    config.programFolder = scene.data() / "elsewhere";
    Watched watched(config);
    REQUIRE(watched.reaches(Phase::failed));
    CHECK_THAT(watched.now().problem.toStdString(), Contains("reinstall Parlando"));
    scene.cpu(kGoodCpu);
    std::filesystem::create_directories(scene.data());
    std::filesystem::create_directory_symlink(scene.programs(), config.programFolder);
    watched.supervisor.retry();
    CHECK(watched.reaches(Phase::ready));
}

TEST_CASE("a_program_that_cannot_be_executed_is_not_tried_again") {
    const Scene scene;
    const auto program = scene.programs() / "parlando-server";
    std::filesystem::remove(program);
    std::filesystem::copy_file("/etc/passwd", program);
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::failed));
    CHECK_THAT(watched.now().problem.toStdString(), Contains("cannot be started"));
}

TEST_CASE("a_broken_gpu_backend_ends_on_a_working_cpu_with_one_notice") {
    const auto& [kind, script, says] = GENERATE(from_range(kBrokenBackends));
    CAPTURE(kind);
    Scene scene;
    scene.cpu(kGoodCpu);
    scene.gpu(std::string("ignore-term\ngrandchild\n") + script + "\n");
    auto config = scene.config();
    config.deadlines.helloGpu = 3s;
    config.deadlines.stillGpu = 1s;
    Watched watched(config);
    REQUIRE(watched.reaches(Phase::ready, "cpu"));
    CHECK(watched.now().notice.number == 1);
    CHECK_THAT(watched.now().notice.text.toStdString(), Contains(says));
    CHECK(watched.now().fallback == watched.now().notice.text);
    CHECK(eventually([&] { return scene.left() == 2; }, 2s));  // the CPU backend and its guard

    // It is remembered, and not told again.
    Watched again(config);
    REQUIRE(again.reaches(Phase::ready, "cpu"));
    CHECK(again.now().notice.number == 0);
    CHECK_THAT(again.now().fallback.toStdString(), Contains(says));
    CHECK(scene.gpuRuns() == 1);
}

TEST_CASE("a_trial_that_is_ready_is_good_from_then_on") {
    Scene scene;
    scene.cpu(kGoodCpu);
    scene.gpu(kGoodGpu);
    {
        Watched watched(scene.config());
        REQUIRE(watched.reaches(Phase::ready, "cuda"));
        CHECK(watched.now().device == "cuda");
    }
    scene.gpu("exit 1\n");  // a crash: a good one is tried again
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::waiting));
    CHECK(watched.now().variant == "cuda");
}

TEST_CASE("three_crashes_of_a_good_gpu_backend_go_to_the_cpu_across_restarts_of_the_app") {
    Scene scene;
    scene.cpu(kGoodCpu);
    scene.gpu("hello variant=cuda\nready cuda\ndie-after 50\nserve\n", Trust::good);
    {
        Watched watched(scene.config());
        REQUIRE(eventually([&] { return scene.gpuRuns() == 2; }));
        REQUIRE(watched.reaches(Phase::waiting));
        CHECK(watched.now().notice.number == 0);
    }
    {
        Watched watched(scene.config());
        REQUIRE(watched.reaches(Phase::ready, "cpu"));
        CHECK(watched.now().notice.number == 1);
        CHECK(scene.gpuRuns() == 3);
    }
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::ready, "cpu"));
    CHECK(watched.now().notice.number == 0);
    CHECK(scene.gpuRuns() == 3);

    // Asking for it is forgiving it.
    scene.gpu(kGoodGpu);
    watched.supervisor.retry();
    CHECK(watched.reaches(Phase::ready, "cuda"));
    CHECK(watched.now().fallback.isEmpty());
}

TEST_CASE("a_broken_gpu_backend_without_a_cpu_backend_is_a_failure_with_both_reasons") {
    Scene scene;
    std::filesystem::remove(scene.programs() / "parlando-server");
    scene.gpu("exit 71\n");
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::failed));
    CHECK_THAT(watched.now().problem.toStdString(), Contains("reinstall") && Contains("no GPU"));
}

TEST_CASE("switching_goes_there_and_back_and_is_remembered") {
    Scene scene;
    scene.cpu(kGoodCpu);
    scene.gpu(kGoodGpu);
    {
        Watched watched(scene.config());
        for (const auto& [variant, name] :
             {std::pair{Variant::cpu, "cpu"}, std::pair{Variant::cuda, "cuda"}, std::pair{Variant::cpu, "cpu"}}) {
            watched.supervisor.switchTo(variant);
            REQUIRE(watched.reaches(Phase::ready, name));
            CHECK(watched.now().wanted == variant);
        }
        const auto generation = watched.now().generation;
        watched.supervisor.switchTo(Variant::cpu);
        pass(50ms);
        CHECK(watched.now().generation == generation);
    }
    Watched watched(scene.config());
    CHECK(watched.now().wanted == Variant::cpu);
    CHECK(watched.reaches(Phase::ready, "cpu"));
}

TEST_CASE("intents_in_any_order_end_where_the_last_one_wants") {
    Scene scene;
    scene.cpu(kGoodCpu);
    scene.gpu(kGoodGpu, Trust::good);
    Watched watched(scene.config());
    watched.supervisor.switchTo(Variant::cpu);
    watched.supervisor.stop();
    watched.supervisor.start();
    watched.supervisor.restart();
    watched.supervisor.switchTo(Variant::cuda);
    REQUIRE(watched.reaches(Phase::ready, "cuda"));
    watched.supervisor.restart();
    watched.supervisor.stop();
    REQUIRE(watched.reaches(Phase::stopped));
    pass(100ms);
    CHECK(watched.now().phase == Phase::stopped);
    CHECK(allGone(scene));
}

TEST_CASE("the_server_may_ask_for_another_backend") {
    Scene scene;
    scene.cpu("hello\nready cpu\nfirst-run restart cuda\nserve\n");
    scene.gpu(kGoodGpu);
    auto config = scene.config();
    Watched watched(config);
    watched.supervisor.switchTo(Variant::cpu);
    REQUIRE(watched.reaches(Phase::ready, "cuda"));
    CHECK(watched.now().wanted == Variant::cuda);
}

TEST_CASE("what_ignores_every_request_to_end_is_killed_with_its_children") {
    const Scene scene;
    scene.cpu("ignore-term\ngrandchild\nhello\nready cpu\nhang\n");
    auto config = scene.config();
    config.deadlines.drain = 100ms;
    config.deadlines.terminate = 100ms;
    Watched watched(config);
    REQUIRE(watched.reaches(Phase::ready));
    watched.supervisor.stop();
    REQUIRE(watched.reaches(Phase::stopped));
    CHECK(allGone(scene));
}

TEST_CASE("the_end_of_the_supervisor_is_the_end_of_the_backend") {
    const Scene scene;
    scene.cpu("ignore-term\ngrandchild\nhello\nready cpu\nhang\n");
    {
        Watched watched(scene.config());
        REQUIRE(watched.reaches(Phase::ready));
    }
    CHECK(allGone(scene));
}

TEST_CASE("floods_of_log_and_a_little_nonsense_cost_nothing") {
    const Scene scene;
    scene.cpu("garbage 100\nhello\nflood-stderr 20000000\nready cpu\nserve\n");
    Watched watched(scene.config());
    REQUIRE(watched.reaches(Phase::ready));
    CHECK(watched.supervisor.log().lines().size() <= 500);
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(scene.data() / "logs")) {
        bytes += file.file_size();
    }
    CHECK(bytes > 1'000'000);
    CHECK(bytes < 17'000'000);
}

TEST_CASE("progress_moves_the_deadline_and_repetition_does_not") {
    const Scene scene;
    auto config = scene.config();
    config.deadlines.loadingCpu = 1500ms;
    SECTION("progress") {
        scene.cpu("hello\nsleep 800\nloading 0.1\nsleep 800\nloading 0.2\nsleep 800\nready cpu\nserve\n");
        Watched watched(config);
        REQUIRE(watched.reaches(Phase::ready));
        CHECK(watched.now().generation == 1);
    }
    SECTION("repetition") {
        scene.cpu("hello\nloading 0.1\nsleep 800\nloading 0.1\nsleep 800\nloading 0.1\nsleep 800\nready cpu\nserve\n");
        Watched watched(config);
        REQUIRE(watched.reaches(Phase::waiting));
        CHECK_THAT(watched.now().problem.toStdString(), Contains("no progress"));
    }
}

TEST_CASE("a_gpu_backend_that_works_without_a_word_is_waited_for_and_one_that_only_waits_is_not") {
    Scene scene;
    scene.cpu(kGoodCpu);
    auto config = scene.config();
    config.deadlines.stillGpu = 1s;
    SECTION("works") {
        scene.gpu("hello variant=cuda\nloading 0.2\nwork 3000\nready cuda\nserve\n");
        Watched watched(config);
        CHECK(watched.reaches(Phase::ready, "cuda"));
    }
    SECTION("waits") {
        scene.gpu("hello variant=cuda\nloading 0.2\nsleep 30000\nready cuda\nserve\n");
        Watched watched(config);
        REQUIRE(watched.reaches(Phase::ready, "cpu"));
        CHECK_THAT(watched.now().fallback.toStdString(), Contains("no progress"));
    }
    SECTION("works and never comes to an end") {
        config.deadlines.loadingGpu = 2s;
        scene.gpu("hello variant=cuda\nloading 0.2\nwork 60000\nserve\n");
        Watched watched(config);
        REQUIRE(watched.reaches(Phase::ready, "cpu"));
        CHECK_THAT(watched.now().fallback.toStdString(), Contains("no progress"));
    }
}

TEST_CASE("a_stranger_on_the_port_is_named_and_left_alone") {
    const Scene scene;
    scene.cpu(kGoodCpu);
    QTcpServer stranger;
    REQUIRE(stranger.listen(QHostAddress::LocalHost));
    auto config = scene.config();
    config.port = stranger.serverPort();
    Watched watched(config);
    REQUIRE(watched.reaches(Phase::ready));
    CHECK(watched.now().port != config.port);
    const std::string name = "process " + std::to_string(::getpid());
    CHECK(eventually([&] { return watched.now().portNotice.contains(QString::fromStdString(name)); }));
    CHECK(stranger.isListening());
    CHECK(watched.now().notice.number == 0);
}

TEST_CASE("the_key_is_in_the_environment_of_the_backend_and_in_no_argument") {
    const Scene scene;
    scene.cpu(kGoodCpu);
    auto config = scene.config();
    config.apiKey = "a-long-random-key";
    Watched watched(config);
    REQUIRE(watched.reaches(Phase::ready));
    const std::string process = "/proc/" + std::to_string(watched.now().pid);
    const auto contains = [&](const char* file) {
        std::ifstream stream(process + file);
        return std::string(std::istreambuf_iterator<char>(stream), {}).find("a-long-random-key") != std::string::npos;
    };
    CHECK(contains("/environ"));
    CHECK_FALSE(contains("/cmdline"));
}
