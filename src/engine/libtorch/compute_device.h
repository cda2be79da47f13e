#pragma once

#include <string>

#include <ATen/ATen.h>

#include "base/result.h"

namespace parlando::engine::libtorch {

// Where tensors live: the CPU, or in the CUDA build the first card on which a kernel really runs. Tried once, at
// the first call; after that every call gives the same.
struct ComputeDevice {
    at::Device device = at::kCPU;
    std::string name;
};

// ErrorCode::incompatible with the reason if the CUDA build finds no card that works.
const Result<ComputeDevice>& computeDevice();

}  // namespace parlando::engine::libtorch
