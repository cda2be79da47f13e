#include "server/gpu/nvml.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <spdlog/fmt/fmt.h>

namespace parlando::server {
namespace {

// The few declarations of NVML that are used, after NVIDIA's "NVML API Reference Guide". Its binary interface is
// stable: functions that change get a suffix and the old ones stay.
using Device = struct NvmlDevice*;
using Status = int;

constexpr Status kSuccess = 0;
constexpr Status kDriverNotLoaded = 9;
constexpr Status kVersionMismatch = 18;

constexpr unsigned kMaximumCards = 64;
constexpr std::size_t kTextBytes = 96;  // NVML_DEVICE_NAME_V2_BUFFER_SIZE; the driver's version takes 80 at most

struct Memory {
    unsigned long long total = 0;
    unsigned long long free = 0;
    unsigned long long used = 0;
};

struct Library {
    explicit Library(const std::string& name) : handle(::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL), &::dlclose) {}

    template <class Function>
    void find(Function& function, const char* symbol) {
        // POSIX guarantees that the address of a function survives the trip through void*.
        function = reinterpret_cast<Function>(::dlsym(handle.get(), symbol));
        complete = complete && function != nullptr;
    }

    std::unique_ptr<void, int (*)(void*)> handle;
    bool complete = true;
};

struct Nvml {
    explicit Nvml(Library& library) {
        library.find(init, "nvmlInit_v2");
        library.find(shutdown, "nvmlShutdown");
        library.find(errorString, "nvmlErrorString");
        library.find(driverVersion, "nvmlSystemGetDriverVersion");
        library.find(count, "nvmlDeviceGetCount_v2");
        library.find(handle, "nvmlDeviceGetHandleByIndex_v2");
        library.find(name, "nvmlDeviceGetName");
        library.find(computeCapability, "nvmlDeviceGetCudaComputeCapability");
        library.find(memory, "nvmlDeviceGetMemoryInfo");
    }

    Status (*init)() = nullptr;
    Status (*shutdown)() = nullptr;
    const char* (*errorString)(Status) = nullptr;
    Status (*driverVersion)(char*, unsigned) = nullptr;
    Status (*count)(unsigned*) = nullptr;
    Status (*handle)(unsigned, Device*) = nullptr;
    Status (*name)(Device, char*, unsigned) = nullptr;
    Status (*computeCapability)(Device, int*, int*) = nullptr;
    Status (*memory)(Device, Memory*) = nullptr;
};

Error problemOf(const Nvml& nvml, Status status) {
    switch (status) {
        case kDriverNotLoaded:
            return {ErrorCode::incompatible,
                    "the NVIDIA driver is installed and not running; restart the computer, or reinstall the driver"};
        case kVersionMismatch:
            return {ErrorCode::incompatible, "the NVIDIA driver was updated while it ran; restart the computer"};
        default:
            break;
    }
    const char* text = nvml.errorString(status);
    return {ErrorCode::incompatible,
            fmt::format("the NVIDIA driver does not work ({}); restart the computer, or reinstall the driver",
                        text == nullptr ? fmt::format("error {}", status) : text)};
}

// Text in a buffer of fixed size, whether the library ended it with NUL or not.
template <class Read>
Result<std::string> readText(const Nvml& nvml, const Read& read) {
    std::array<char, kTextBytes + 1> text{};
    if (const Status status = read(text.data(), static_cast<unsigned>(kTextBytes)); status != kSuccess) {
        return failure(problemOf(nvml, status));
    }
    return std::string(text.data());
}

Result<NvidiaCard> readCard(const Nvml& nvml, unsigned index) {
    Device device = nullptr;
    if (const Status status = nvml.handle(index, &device); status != kSuccess) {
        return failure(problemOf(nvml, status));
    }
    NvidiaCard card;
    PARLANDO_TRY_ASSIGN(card.name,
                        readText(nvml, [&](char* text, unsigned size) { return nvml.name(device, text, size); }));
    int major = 0;
    int minor = 0;
    if (const Status status = nvml.computeCapability(device, &major, &minor); status != kSuccess) {
        return failure(problemOf(nvml, status));
    }
    card.computeCapability = fmt::format("{}.{}", major, minor);
    // Cards that share the computer's memory have none of their own to tell of.
    if (Memory memory; nvml.memory(device, &memory) == kSuccess) {
        card.memoryBytes = memory.total;
        card.freeBytes = memory.free;
    }
    return card;
}

Result<NvidiaFacts> readAll(const Nvml& nvml) {
    NvidiaFacts facts;
    PARLANDO_TRY_ASSIGN(facts.driver, readText(nvml, nvml.driverVersion));
    unsigned count = 0;
    if (const Status status = nvml.count(&count); status != kSuccess) {
        return failure(problemOf(nvml, status));
    }
    std::optional<Error> problem;
    for (unsigned index = 0; index < std::min(count, kMaximumCards); ++index) {
        if (auto card = readCard(nvml, index)) {
            facts.cards.push_back(std::move(*card));
        } else {
            problem = card.error();  // a card that has fallen off the bus does not hide the others
        }
    }
    if (facts.cards.empty()) {
        return failure(problem.value_or(Error{ErrorCode::incompatible, "the NVIDIA driver finds no card"}));
    }
    return facts;
}

}  // namespace

Result<NvidiaFacts> readNvml(const std::string& name) {
    Library library(name);
    if (!library.handle) {
        return failure(ErrorCode::notFound, "no NVIDIA driver is installed");
    }
    const Nvml nvml(library);
    if (!library.complete) {
        return failure(ErrorCode::incompatible, "the NVIDIA driver is too old to be asked; install a newer one");
    }
    if (const Status status = nvml.init(); status != kSuccess) {
        return failure(problemOf(nvml, status));
    }
    auto facts = readAll(nvml);
    nvml.shutdown();
    return facts;
}

}  // namespace parlando::server
