#pragma once

#include <filesystem>
#include <memory>

#include "engine/kernels/worker_pool.h"
#include "engine/kokoro/model.h"

namespace parlando::engine::kokoro {

// The model in `folder` (voice.h) on the kernels of the CPU; `pool` must outlive it. Errors name the file and the field
// or tensor: notFound, corrupt, incompatible.
Result<std::unique_ptr<Model>> loadCpuModel(const std::filesystem::path& folder, kernels::WorkerPool& pool);

}  // namespace parlando::engine::kokoro
