// bench-load FOLDER...: how long voices take to load from a warm page cache, and the reading of their files alone. The
// processor's time is what counts where other programs run.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include <spdlog/fmt/fmt.h>

#include "engine/kernels/worker_pool.h"
#include "engine/processor.h"
#include "engine/vits/checkpoint.h"
#include "engine/vits/cpu_model.h"
#include "engine/vits/voice.h"

namespace {

constexpr std::size_t kRounds = 7;

// "12.3 ms (11.0 ms of the processor)", medians
template <class Work>
std::string measured(Work work) {
    std::array<double, kRounds> times{};
    std::array<double, kRounds> processor{};
    for (std::size_t i = 0; i < kRounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const std::clock_t processorStart = std::clock();
        const auto result = work();
        processor[i] = 1000.0 * static_cast<double>(std::clock() - processorStart) / CLOCKS_PER_SEC;
        times[i] = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        if (!result) {
            fmt::print(stderr, "bench-load: {}\n", result.error().message);
            std::exit(1);
        }
    }
    std::sort(times.begin(), times.end());
    std::sort(processor.begin(), processor.end());
    return fmt::format("{:.1f} ms ({:.1f} ms of the processor)", times[kRounds / 2], processor[kRounds / 2]);
}

}  // namespace

int main(int argc, char** argv) {
    using namespace parlando::engine;
    kernels::WorkerPool pool(defaultThreads());
    const auto loadModel = [&pool](const std::filesystem::path& folder) { return vits::loadCpuModel(folder, pool); };
    for (int i = 1; i < argc; ++i) {
        fmt::print("{}: files opened and checked in {}, ready to speak in {}\n", argv[i],
                   measured([&] { return vits::openCheckpoint(argv[i]); }),
                   measured([&] { return vits::loadVoice(argv[i], loadModel); }));
    }
    return argc > 1 ? 0 : 64;
}
