#pragma once

#include <filesystem>
#include <memory>

#include "engine/kernels/worker_pool.h"
#include "engine/vits/model.h"

namespace parlando::engine::vits {

// VITS on the CPU's kernels. The audio comes in pieces that grow: the first is short, so that it is heard soon. `pool`
// must outlive the model, and nobody else may use it during a call. Reads the voice in `folder` as checkpoint.h says;
// errors name the file and the field or tensor: notFound, corrupt, incompatible.
Result<std::unique_ptr<Model>> loadCpuModel(const std::filesystem::path& folder, kernels::WorkerPool& pool);

}  // namespace parlando::engine::vits
