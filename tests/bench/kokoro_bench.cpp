// bench-kokoro FOLDER [THREADS]: how long a Kokoro folder takes to load and to speak, the memory that takes, and what
// the fused norms are worth (make_kokoro_checkpoint.py makes a folder).

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <spdlog/fmt/fmt.h>

#include "engine/kernels/adaptive_norm.h"
#include "engine/kokoro/voice.h"
#include "engine/libtorch/guarded.h"
#include "engine/libtorch/kokoro/voice.h"
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

// Seconds that adaptive norm and Snake take for a second of speech at the published sizes, on one thread: 24 times in
// each of the two stages of the generator.
double normsPerSecond(bool fused) {
    double total = 0.0;
    for (const auto& [channels, length] : {std::pair{256, 800}, std::pair{128, 4801}}) {
        // A sentence lasts some seconds: what counts is memory and not the cache.
        const std::int64_t whole = 5 * static_cast<std::int64_t>(length);
        at::Tensor input = at::randn({1, channels, whole});
        const at::Tensor scale = at::rand({channels}), shift = at::rand({channels}), alpha = at::rand({channels}) + 0.5;
        const double seconds = fastest([&] {
            if (fused) {
                at::Tensor out = at::empty_like(input);
                for (std::int64_t c = 0; c < channels; ++c) {
                    kernels::normaliseSnake(input.data_ptr<float>() + c * whole, out.data_ptr<float>() + c * whole,
                                            static_cast<std::size_t>(whole),
                                            {scale.data_ptr<float>()[c], shift.data_ptr<float>()[c]},
                                            alpha.data_ptr<float>()[c]);
                }
                return;
            }
            // As published, operation by operation.
            const at::Tensor y =
                at::instance_norm(input, {}, {}, {}, {}, true, 0.0, 1e-5, false) * scale.view({1, -1, 1}) +
                shift.view({1, -1, 1});
            const at::Tensor slopes = alpha.view({1, -1, 1});
            const at::Tensor out = y + (1.0 / slopes) * at::sin(slopes * y).pow(2);
        });
        total += 24.0 * seconds / 5.0;
    }
    return total;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "usage: bench-kokoro FOLDER [THREADS]\n");
        return 64;
    }
    const int threads = argc > 2 ? std::atoi(argv[2]) : defaultThreads();
    libtorch::threads = threads;
    const double before = residentMemory();
    const double load = fastest([&] {
        if (const auto model = kokoro::load(argv[1]); !model) {
            fmt::print(stderr, "{}\n", model.error().message);
            std::exit(1);
        }
    });
    const auto model = kokoro::load(argv[1]);
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
    at::set_num_threads(1);
    const c10::InferenceMode inference;
    const double chain = normsPerSecond(false), fused = normsPerSecond(true);
    fmt::print("adaptive norm and Snake for a second of speech on 1 thread: as a chain {:.0f} ms, fused {:.0f} ms\n",
               chain * 1e3, fused * 1e3);
    return 0;
}
