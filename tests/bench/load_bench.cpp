// bench-load FOLDER...: how long voices take to load from a warm page cache, and their files' readers alone.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <spdlog/fmt/fmt.h>

#include "engine/vits/checkpoint.h"
#include "engine/vits/cpu_model.h"
#include "engine/vits/voice.h"

namespace {

constexpr std::size_t kRounds = 7;

template <class Work>
double medianMilliseconds(Work work) {
    std::array<double, kRounds> times{};
    for (double& time : times) {
        const auto start = std::chrono::steady_clock::now();
        const auto result = work();
        time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        if (!result) {
            fmt::print(stderr, "bench-load: {}\n", result.error().message);
            std::exit(1);
        }
    }
    std::sort(times.begin(), times.end());
    return times[kRounds / 2];
}

}  // namespace

int main(int argc, char** argv) {
    using namespace parlando::engine;
    kernels::WorkerPool pool(1);
    for (int i = 1; i < argc; ++i) {
        const double opened = medianMilliseconds([&] { return vits::openCheckpoint(argv[i]); });
        const double loaded = medianMilliseconds([&] {
            return vits::loadVoice(argv[i], [&pool](const auto& folder) { return vits::loadCpuModel(folder, pool); });
        });
        fmt::print("{}: files opened and checked in {:.1f} ms, ready to speak in {:.1f} ms (medians of {})\n", argv[i],
                   opened, loaded, kRounds);
    }
    return argc > 1 ? 0 : 64;
}
