// The engine's part in tests/bench/engine/bench.py: reads orders from standard input, answers each with a line of JSON.
//   decoder kernels|libtorch FOLDER THREADS FRAMES   seconds to decode so many frames
//   first FOLDER THREADS FRAMES                      seconds to the first sound of so many frames, and its samples
//   peak THREADS                                     fused multiply-adds that the processor makes, in GFLOP/s
// FOLDER holds config.json and model.safetensors of a voice in Hugging Face's layout; only its decoder is read.

#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <spdlog/fmt/fmt.h>

#include "engine/kernels/worker_pool.h"
#include "engine/libtorch/vits/decoder.h"
#include "engine/values.h"
#include "engine/vits/config.h"
#include "engine/vits/decoder.h"
#include "engine/weights/open_weights.h"
#include "peak.h"

namespace {

using namespace parlando;
using namespace parlando::engine;
using Clock = std::chrono::steady_clock;

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

std::unique_ptr<WeightSource> weightsOf(const std::string& folder) {
    return openWeights(folder + "/model.safetensors").value();
}

vits::Config configOf(const std::string& folder) {
    vits::Config config = vits::readConfig(folder + "/config.json").value();
    config.speakerEmbeddingSize = 0;
    if (weightsOf(folder)->find("decoder.resblocks.0.convs.0.weight") != nullptr) {
        config.residualBlock = vits::ResidualBlock::single;
    }
    return config;
}

vits::Decoder& decoder(const std::string& folder) {
    static std::map<std::string, std::unique_ptr<vits::Decoder>> decoders;
    auto& entry = decoders[folder];
    if (!entry) {
        Values values(weightsOf(folder));
        entry = std::make_unique<vits::Decoder>(values, configOf(folder));
        values.status().value();
    }
    return *entry;
}

// Latents go in as a voice gives them: so many frames at first, then in pieces that grow.
std::pair<double, std::size_t> speak(const std::string& folder, int threads, std::int64_t frames, bool first) {
    constexpr std::int64_t kFirst = 4;
    constexpr std::int64_t kMost = 32;
    vits::Decoder& made = decoder(folder);
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    std::vector<float> latents(static_cast<std::size_t>(frames * configOf(folder).flowSize));
    std::ranges::generate(latents, [&] { return normal(generator); });
    const std::size_t channels = latents.size() / static_cast<std::size_t>(frames);
    std::size_t samples = 0;
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
        samples += made.advance(pool(threads), {}).size();
        if (first && samples > 0) {
            break;
        }
    }
    return {since(start), samples};
}

double decodeWithLibtorch(const std::string& folder, int threads, std::int64_t frames) {
    static std::map<std::string, std::unique_ptr<libtorch::vits::Decoder>> decoders;
    const c10::InferenceMode inference;
    at::set_num_threads(threads);
    auto& entry = decoders[folder];
    const vits::Config config = configOf(folder);
    if (!entry) {
        libtorch::Weights weights(weightsOf(folder));
        entry = std::make_unique<libtorch::vits::Decoder>(weights, config);
        weights.status().value();
    }
    const at::Tensor latents = at::randn({1, config.flowSize, frames});
    const auto start = Clock::now();
    (*entry)(latents, {}, {});
    return since(start);
}

std::string answer(const std::string& order) {
    std::istringstream words(order);
    std::string what;
    std::string how;
    std::string folder;
    int threads = 0;
    std::int64_t frames = 0;
    words >> what;
    if (what == "peak" && words >> threads) {
        return fmt::format(R"({{"gflops": {:.1f}}})", kernels::peakGflops(pool(threads)));
    }
    if (what == "first" && words >> folder >> threads >> frames) {
        const auto [seconds, samples] = speak(folder, threads, frames, true);
        return fmt::format(R"({{"seconds": {:.6f}, "samples": {}}})", seconds, samples);
    }
    if (what == "decoder" && words >> how >> folder >> threads >> frames) {
        const double seconds = how == "kernels" ? speak(folder, threads, frames, false).first
                                                : decodeWithLibtorch(folder, threads, frames);
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
