#include "desktop/backend/backend_choice.h"

namespace parlando::desktop {

std::string_view name(Variant variant) {
    switch (variant) {
        case Variant::cpu:
            return "cpu";
        case Variant::cuda:
            return "cuda";
        case Variant::automatic:
            break;
    }
    return "auto";
}

Variant variantFrom(std::string_view name) {
    return name == "cpu" ? Variant::cpu : name == "cuda" ? Variant::cuda : Variant::automatic;
}

Choice chooseBackend(Variant wanted, const Installation& installation) {
    const auto& [cpu, gpu, cpuProblem, gpuProblem] = installation;
    const std::string noGpu =
        gpuProblem.empty() && wanted == Variant::cuda ? "The GPU backend is not installed." : gpuProblem;
    if (wanted == Variant::cpu) {
        return cpu ? Choice{cpu, {}} : Choice{gpu, cpuProblem};
    }
    if (gpu) {
        return {gpu, gpuProblem};
    }
    if (cpu) {
        return {cpu, noGpu};
    }
    return {std::nullopt, noGpu.empty() ? cpuProblem : cpuProblem + " " + noGpu};
}

}  // namespace parlando::desktop
