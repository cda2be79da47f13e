#pragma once

#include <filesystem>
#include <memory>

#include "engine/kokoro/model.h"

namespace parlando::engine::libtorch::kokoro {

// Kokoro on libtorch, for a GPU, and as the reference that the CPU's kernels are tested against. Errors as
// kokoro::loadCpuModel, and internal or resourceLimit where libtorch fails; does not throw.
Result<std::unique_ptr<parlando::engine::kokoro::Model>> loadModel(const std::filesystem::path& folder);

}  // namespace parlando::engine::libtorch::kokoro
