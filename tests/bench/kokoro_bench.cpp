// bench-kokoro FOLDER [THREADS]: how long a Kokoro folder takes to load and to speak, and the memory that takes
// (make_kokoro_checkpoint.py makes a folder).

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>

#include <spdlog/fmt/fmt.h>

#include "engine/kernels/worker_pool.h"
#include "engine/kokoro/cpu_model.h"
#include "engine/kokoro/speech.h"
#include "engine/kokoro/voice.h"
#include "engine/processor.h"

using namespace parlando::engine;

namespace {

constexpr const char* kText = "This sentence is as long as many that people write, and it has two clauses.";
constexpr int kRepeats = 5;

double fastest(const std::function<void()>& work) {
    double best = 1e9;
    for (int i = 0; i < kRepeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

// MiB: of memory now in use, as the kernel counts it.
double residentMemory() {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("VmRSS:")) {
            return std::atof(line.c_str() + 6) / 1024.0;
        }
    }
    return 0.0;
}

double peakMemory() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "usage: bench-kokoro FOLDER [THREADS]\n");
        return 64;
    }
    const int threads = argc > 2 ? std::atoi(argv[2]) : defaultThreads();
    kernels::WorkerPool pool(threads);
    const auto loadVoice = [&] {
        return kokoro::loadVoice(argv[1], [&](const auto& path) { return kokoro::loadCpuModel(path, pool); });
    };
    const double before = residentMemory();
    const double load = fastest([&] {
        if (const auto model = loadVoice(); !model) {
            fmt::print(stderr, "{}\n", model.error().message);
            std::exit(1);
        }
    });
    const auto model = loadVoice();
    const auto voice = kokoro::describe(argv[1]);
    if (!model || !voice) {
        return 1;
    }
    fmt::print("load, fastest of {}: {:.0f} ms; memory {:.0f} MiB more\n", kRepeats, load * 1e3,
               residentMemory() - before);
    double length = 0.0;
    const double time = fastest([&] {
        std::size_t samples = 0;
        const auto speech = (*model)->speak({.spoken = kText}, {},
                                            [&samples](std::span<const float> piece) {
                                                samples += piece.size();
                                                return parlando::Result<>();
                                            },
                                            {});
        length = speech ? static_cast<double>(samples) / voice->sampleRate : 0.0;
    });
    fmt::print("speak {:.1f} s, fastest of {}: {:.2f} s, real-time factor {:.3f} on {} threads; peak {:.0f} MiB\n",
               length, kRepeats, time, time / length, threads, peakMemory());
    return 0;
}
