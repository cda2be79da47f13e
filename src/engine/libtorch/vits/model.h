#pragma once

#include <filesystem>
#include <memory>

#include "engine/vits/model.h"

namespace parlando::engine::libtorch::vits {

// VITS on libtorch, for a GPU, and as the reference that the CPU's kernels are tested against. The audio comes in one
// piece. Errors as vits::loadCpuModel, and internal or resourceLimit where libtorch fails; does not throw.
Result<std::unique_ptr<parlando::engine::vits::Model>> loadModel(const std::filesystem::path& folder);

}  // namespace parlando::engine::libtorch::vits
