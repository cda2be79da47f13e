// The engine's part in tests/bench/engine/bench.py: reads orders from standard input, answers each with a line of JSON.
//   decoder kernels|libtorch FOLDER THREADS FRAMES   seconds to decode so many frames
//   kokoro kernels|libtorch FOLDER THREADS FRAMES    seconds from so many frames of text, pitch and energy to samples,
//                                                    and from symbols to them
//   voice FOLDER THREADS SYMBOLS                     seconds to speak so many symbols, and to the first sound
//   peak THREADS                                     fused multiply-adds that the processor makes, in GFLOP/s
// FOLDER holds a VITS voice, or that of Kokoro.

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <spdlog/fmt/fmt.h>

#include "engine/kernels/worker_pool.h"
#include "engine/kokoro/cpu_model.h"
#include "engine/libtorch/guarded.h"
#include "engine/libtorch/kokoro/model.h"
#include "engine/libtorch/vits/decoder.h"
#include "engine/values.h"
#include "engine/vits/checkpoint.h"
#include "engine/vits/cpu_model.h"
#include "engine/vits/decoder.h"
#include "peak.h"

namespace {

using namespace parlando;
using namespace parlando::engine;
using Clock = std::chrono::steady_clock;

// A bench stops at the first problem.
void require(const Result<>& result) {
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
}

template <class T>
T take(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
    return std::move(*result);
}

double since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

kernels::WorkerPool& pool(int threads) {
    static std::map<int, std::unique_ptr<kernels::WorkerPool>> pools;
    auto& entry = pools[threads];
    if (!entry) {
        entry = std::make_unique<kernels::WorkerPool>(threads);
    }
    return *entry;
}

vits::Checkpoint checkpointOf(const std::string& folder) {
    return take(vits::openCheckpoint(folder));
}

vits::Decoder& decoder(const std::string& folder) {
    static std::map<std::string, std::unique_ptr<vits::Decoder>> decoders;
    auto& entry = decoders[folder];
    if (!entry) {
        vits::Checkpoint checkpoint = checkpointOf(folder);
        Values values(std::move(checkpoint.weights));
        entry = std::make_unique<vits::Decoder>(values, checkpoint.config);
        require(values.status());
    }
    return *entry;
}

// Latents go in as a voice gives them: so many frames at first, then in pieces that grow.
double decode(const std::string& folder, int threads, std::int64_t frames) {
    constexpr std::int64_t kFirst = 4;
    constexpr std::int64_t kMost = 32;
    vits::Decoder& made = decoder(folder);
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    made.input().clear();
    const std::size_t channels = made.input().stride();
    std::vector<float> latents(static_cast<std::size_t>(frames) * channels);
    std::ranges::generate(latents, [&] { return normal(generator); });
    const auto start = Clock::now();
    made.begin(pool(threads), {});
    const float* next = latents.data();
    std::int64_t piece = kFirst;
    for (std::int64_t left = frames, given = static_cast<std::int64_t>(made.lookahead()) + piece; left > 0;
         piece = std::min(2 * piece, kMost), given = piece) {
        given = std::min(given, left);
        left -= given;
        float* row = made.input().append(static_cast<std::size_t>(given));
        for (std::int64_t i = 0; i < given; ++i, row += made.input().stride(), next += channels) {
            std::copy_n(next, channels, row);
        }
        if (left == 0) {
            made.input().finish(made.input().end());
        }
        made.advance(pool(threads), {});
    }
    return since(start);
}

double decodeWithLibtorch(const std::string& folder, int threads, std::int64_t frames) {
    static std::map<std::string, std::unique_ptr<libtorch::vits::Decoder>> decoders;
    const c10::InferenceMode inference;
    at::set_num_threads(threads);
    auto& entry = decoders[folder];
    static std::map<std::string, std::int64_t> channels;
    if (!entry) {
        vits::Checkpoint checkpoint = checkpointOf(folder);
        libtorch::Weights weights(std::move(checkpoint.weights));
        entry = std::make_unique<libtorch::vits::Decoder>(weights, checkpoint.config);
        require(weights.status());
        channels[folder] = checkpoint.config.flowSize;
    }
    const at::Tensor latents = at::randn({1, channels[folder], frames});
    const auto start = Clock::now();
    (*entry)(latents, {}, {});
    return since(start);
}

// Seconds to speak so many random symbols, to the first sound of it, and its samples.
std::string speakSymbols(const std::string& folder, int threads, std::size_t symbols) {
    static std::map<std::pair<std::string, int>, std::unique_ptr<vits::Model>> models;
    auto& model = models[{folder, threads}];
    if (!model) {
        model = take(vits::loadCpuModel(folder, pool(threads)));
    }
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < symbols; ++i) {
        ids.push_back(static_cast<std::int64_t>(1 + (i * 37) % 150) % model->config().vocabSize);
    }
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    const auto noise = [&](vits::NoiseKind, std::size_t, std::span<float> rows) {
        std::ranges::generate(rows, [&] { return normal(generator); });
    };
    const vits::Config& config = model->config();
    double first = 0.0;
    std::size_t samples = 0;
    const auto start = Clock::now();
    const auto sink = [&](std::span<const float> piece) -> Result<> {
        first = samples == 0 ? since(start) : first;
        samples += piece.size();
        return {};
    };
    const SpeakerShare speaker{0, 1.0};
    require(model->synthesise(ids, {&speaker, 1}, {config.noiseScale, config.noiseScaleDuration, config.speakingRate},
                              noise, sink));
    return fmt::format(R"({{"seconds": {:.6f}, "first": {:.6f}, "samples": {}}})", since(start), first, samples);
}

// Seconds of the decoder and the generator for so many frames, three for each symbol, by the clock and of processors;
// and of the whole voice.
std::string speakKokoro(const std::string& how, const std::string& folder, int threads, std::size_t frames) {
    static std::map<std::pair<std::string, int>, std::unique_ptr<kokoro::Model>> models;
    libtorch::threads = threads;
    auto& model = models[{how, how == "kernels" ? threads : 0}];
    if (!model) {
        model =
            take(how == "kernels" ? kokoro::loadCpuModel(folder, pool(threads)) : libtorch::kokoro::loadModel(folder));
    }
    constexpr std::size_t kFramesOfSymbol = 3;
    std::vector<std::int64_t> ids(frames / kFramesOfSymbol);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ids[i] = static_cast<std::int64_t>(i * 37 % 60);
    }
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    std::vector<float> style(model->styleSize());
    std::ranges::generate(style, [&] { return 0.1F * normal(generator); });
    const auto noise = [&](kokoro::NoiseKind, std::span<float> rows) {
        std::ranges::generate(rows, [&] { return normal(generator); });
    };
    double sound = 0.0;
    std::clock_t processor = 0;
    Clock::time_point begun;
    std::clock_t processorBegun = 0;
    const auto trace = [&](std::string_view stage, std::size_t, std::span<float> rows) {
        if (stage == "durations") {
            std::ranges::fill(rows, static_cast<float>(kFramesOfSymbol));
        } else if (stage == "asr" || stage == "har_source") {
            begun = Clock::now();
            processorBegun = std::clock();
        } else if (stage == "generator_input" || stage == "waveform") {
            sound += since(begun);
            processor += std::clock() - processorBegun;
        }
    };
    const auto start = Clock::now();
    const auto samples = take(model->synthesise(ids, style, 1.0, noise, trace));
    return fmt::format(R"({{"seconds": {:.6f}, "processor": {:.6f}, "whole": {:.6f}, "samples": {}}})", sound,
                       static_cast<double>(processor) / CLOCKS_PER_SEC, since(start), samples.size());
}

std::string answer(const std::string& order) {
    std::istringstream words(order);
    std::string what;
    std::string how;
    std::string folder;
    int threads = 0;
    std::int64_t frames = 0;  // or symbols
    words >> what;
    if (what == "peak" && words >> threads) {
        return fmt::format(R"({{"gflops": {:.1f}}})", kernels::peakGflops(pool(threads)));
    }
    if (what == "voice" && words >> folder >> threads >> frames) {
        return speakSymbols(folder, threads, static_cast<std::size_t>(frames));
    }
    if (what == "kokoro" && words >> how >> folder >> threads >> frames) {
        return speakKokoro(how, folder, threads, static_cast<std::size_t>(frames));
    }
    if (what == "decoder" && words >> how >> folder >> threads >> frames) {
        const double seconds =
            how == "kernels" ? decode(folder, threads, frames) : decodeWithLibtorch(folder, threads, frames);
        return fmt::format(R"({{"seconds": {:.6f}}})", seconds);
    }
    return R"({"error": "unknown order"})";
}

}  // namespace

int main() {
    try {
        for (std::string order; std::getline(std::cin, order);) {
            std::cout << answer(order) << std::endl;
        }
    } catch (const std::exception& error) {
        std::cerr << "bench-engine: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
