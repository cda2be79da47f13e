#include "engine/libtorch/compute_device.h"

#ifdef PARLANDO_CUDA
#include <dlfcn.h>

#include <array>
#include <exception>

#include <spdlog/fmt/fmt.h>
#include <torch/cuda.h>
#else
#include "engine/processor.h"
#endif

namespace parlando::engine::libtorch {
namespace {

#ifdef PARLANDO_CUDA

// The driver's own name for a card, which libtorch offers only to those who compile against the CUDA toolkit. The
// declarations are those of the CUDA Driver API; the library is in memory since libtorch counted the cards.
std::string cardName(int index) {
    void* driver = ::dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD);
    if (driver != nullptr) {
        const auto find = reinterpret_cast<int (*)(int*, int)>(::dlsym(driver, "cuDeviceGet"));
        const auto name = reinterpret_cast<int (*)(char*, int, int)>(::dlsym(driver, "cuDeviceGetName"));
        std::array<char, 128> text{};
        int device = 0;
        const bool told = find != nullptr && name != nullptr && find(&device, index) == 0 &&
                          name(text.data(), static_cast<int>(text.size()) - 1, device) == 0;
        ::dlclose(driver);
        if (told) {
            return text.data();
        }
    }
    return fmt::format("CUDA card {}", index);
}

// A card can be there and have no code for it in this build: only a kernel tells.
Result<> tryKernel(const at::Device& device) {
    try {
        const at::Tensor ones = at::ones({256}, at::TensorOptions(at::kFloat).device(device));
        if (ones.mul(2.0).sum().item<float>() == 512.0F) {
            return {};
        }
        return failure(ErrorCode::incompatible, "it calculates wrongly");
    } catch (const c10::Error& error) {
        return failure(ErrorCode::incompatible, error.what_without_backtrace());
    } catch (const std::exception& error) {
        return failure(ErrorCode::incompatible, error.what());
    }
}

Result<ComputeDevice> choose() {
    const auto count = static_cast<int>(torch::cuda::device_count());
    if (count == 0) {
        return failure(ErrorCode::incompatible, "no usable GPU: CUDA finds no card");
    }
    std::string problems;
    for (int index = 0; index < count; ++index) {
        const at::Device device(at::kCUDA, static_cast<at::DeviceIndex>(index));
        const auto runs = tryKernel(device);
        if (runs) {
            return ComputeDevice{device, cardName(index)};
        }
        problems += fmt::format("; {}: {}", cardName(index), runs.error().message);
    }
    return failure(ErrorCode::incompatible, "no usable GPU" + problems);
}

#else

Result<ComputeDevice> choose() {
    return ComputeDevice{at::kCPU, processorName()};
}

#endif

}  // namespace

const Result<ComputeDevice>& computeDevice() {
    static const Result<ComputeDevice> kChosen = choose();
    return kChosen;
}

}  // namespace parlando::engine::libtorch
