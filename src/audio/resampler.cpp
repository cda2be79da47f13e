#include "audio/resampler.h"

#include <array>
#include <utility>

#include <soxr.h>
#include <spdlog/fmt/fmt.h>

#include "base/library_functions.h"

namespace parlando::audio {
namespace {

constexpr std::size_t kBlock = 4096;  // samples that soxr returns at a time

// Loaded when the first resampler is made, and stays: with OpenMP, which it brings, a twentieth of the time in which a
// program that links it says its version.
struct SoxrLibrary {
    decltype(&::soxr_create) create = nullptr;
    decltype(&::soxr_delete) free = nullptr;
    decltype(&::soxr_io_spec) io_spec = nullptr;
    decltype(&::soxr_process) process = nullptr;
    decltype(&::soxr_quality_spec) quality_spec = nullptr;
    decltype(&::soxr_runtime_spec) runtime_spec = nullptr;
};

Result<SoxrLibrary> load() {
    SoxrLibrary found;
    const auto function = [](const char* name, auto& place) {
        return LibraryFunction{name, reinterpret_cast<void**>(&place)};
    };
    PARLANDO_TRY(findFunctions(
        {"libsoxr.so.0", "changes sample rates", "libsoxr0"},
        {function("soxr_create", found.create), function("soxr_delete", found.free),
         function("soxr_io_spec", found.io_spec), function("soxr_process", found.process),
         function("soxr_quality_spec", found.quality_spec), function("soxr_runtime_spec", found.runtime_spec)}));
    return found;
}

const Result<SoxrLibrary>& library() {
    static const Result<SoxrLibrary> found = load();
    return found;
}

}  // namespace

void Resampler::Delete::operator()(soxr* handle) const noexcept {
    library()->free(handle);
}

Resampler::Resampler(std::unique_ptr<soxr, Delete> handle, int inputRate, int outputRate)
    : m_handle(std::move(handle)), m_inputRate(inputRate), m_outputRate(outputRate) {}

Result<Resampler> Resampler::create(int inputRate, int outputRate) {
    if (inputRate <= 0 || outputRate <= 0) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("cannot resample from {} Hz to {} Hz", inputRate, outputRate));
    }
    PARLANDO_TRY(library());
    soxr_error_t error = nullptr;
    const soxr_io_spec_t samples = library()->io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    const soxr_quality_spec_t quality = library()->quality_spec(SOXR_HQ, 0);
    const soxr_runtime_spec_t runtime = library()->runtime_spec(1);
    std::unique_ptr<soxr, Delete> handle(
        library()->create(inputRate, outputRate, 1, &error, &samples, &quality, &runtime));
    if (handle == nullptr || error != nullptr) {
        return failure(ErrorCode::internal, fmt::format("cannot resample from {} Hz to {} Hz: {}", inputRate,
                                                        outputRate, error == nullptr ? "no memory" : error));
    }
    return Resampler(std::move(handle), inputRate, outputRate);
}

Result<> Resampler::run(const float* samples, std::size_t count, std::vector<float>& output) {
    std::array<float, kBlock> block;
    std::size_t done = kBlock;
    while (count > 0 || done == kBlock) {
        std::size_t used = 0;
        const soxr_error_t error =
            library()->process(m_handle.get(), samples, count, &used, block.data(), block.size(), &done);
        if (error != nullptr) {
            return failure(ErrorCode::internal, fmt::format("resampling failed: {}", error));
        }
        if (samples != nullptr) {
            samples += used;
            count -= used;
        }
        output.insert(output.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(done));
    }
    return {};
}

Result<std::vector<float>> Resampler::process(std::span<const float> samples) {
    std::vector<float> output;
    if (!samples.empty()) {  // soxr takes "nothing" for the end
        PARLANDO_TRY(run(samples.data(), samples.size(), output));
    }
    m_consumed += samples.size();
    m_produced += output.size();
    return output;
}

Result<std::vector<float>> Resampler::flush() {
    std::vector<float> output;
    PARLANDO_TRY(run(nullptr, 0, output));
    // soxr ends within a sample or two of the exact length.
    const auto inputRate = static_cast<std::uint64_t>(m_inputRate);
    const std::uint64_t total = (m_consumed * static_cast<std::uint64_t>(m_outputRate) + inputRate / 2) / inputRate;
    output.resize(total > m_produced ? total - m_produced : 0, 0.0F);
    m_produced += output.size();
    return output;
}

}  // namespace parlando::audio
