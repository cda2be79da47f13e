#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include <spdlog/spdlog.h>

#include "desktop/support/broken_backends.h"
#include "desktop/support/watched.h"

// How fast the supervisor is, against scripted backends that take no time of their own.

using namespace parlando;
using namespace parlando::desktop;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void print(const char* what, std::vector<double> milliseconds) {
    std::ranges::sort(milliseconds);
    const auto at = [&](double part) {
        return milliseconds[static_cast<std::size_t>(part * static_cast<double>(milliseconds.size() - 1))];
    };
    std::printf("%-44s n=%-4zu median %7.1f ms   p99 %7.1f ms   max %7.1f ms\n", what, milliseconds.size(), at(0.5),
                at(0.99), milliseconds.back());
}

// From the moment in which the backend writes its `ready` line to the snapshot that says so.
void readyShown() {
    const Scene scene;
    scene.cpu("hello\nsleep 20\nready-now cpu\nserve\n");
    std::vector<double> times;
    for (int i = 0; i < 100; ++i) {
        double shown = 0;
        BackendSupervisor supervisor(scene.config());
        QObject::connect(&supervisor, &BackendSupervisor::snapshotChanged, &supervisor, [&](const Snapshot& snapshot) {
            if (snapshot.phase == Phase::ready) {
                shown = std::chrono::duration<double, std::milli>(Clock::now().time_since_epoch()).count() -
                        snapshot.selfTestMilliseconds;
            }
        });
        supervisor.start();
        eventually([&] { return shown > 0; });
        times.push_back(shown);
    }
    print("ready shown after the backend says so", times);
}

void switching() {
    Scene scene;
    scene.cpu(kGoodCpu);
    scene.gpu(kGoodGpu, Trust::good);
    Watched watched(scene.config());
    watched.reaches(Phase::ready, "cuda");
    std::vector<double> times;
    for (int i = 0; i < 200; ++i) {
        const bool toCpu = i % 2 == 0;
        const auto start = Clock::now();
        watched.supervisor.switchTo(toCpu ? Variant::cpu : Variant::cuda);
        watched.reaches(Phase::ready, toCpu ? "cpu" : "cuda");
        times.push_back(millisecondsSince(start));
    }
    print("a switch between CPU and GPU", times);
}

void fallingBack() {
    for (const auto& [kind, script, says] : kBrokenBackends) {
        Scene scene;
        scene.cpu(kGoodCpu);
        scene.gpu(std::string("ignore-term\ngrandchild\n") + script + "\n");
        const auto start = Clock::now();
        Watched watched(scene.config());
        watched.reaches(Phase::ready, "cpu");
        std::printf("%-44s %8.1f ms, %llu notice\n", (std::string("to the CPU: ") + kind).c_str(),
                    millisecondsSince(start), static_cast<unsigned long long>(watched.now().notice.number));
    }
}

}  // namespace

int main() {
    spdlog::set_level(spdlog::level::off);
    readyShown();
    switching();
    fallingBack();
}
