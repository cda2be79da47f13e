#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/kokoro/config.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine::kokoro {

// config.json and the weights beside it under the published names.
struct Checkpoint {
    Config config;
    std::filesystem::path file;  // of the weights
    std::unique_ptr<WeightSource> weights;
};

// Reads `folder`/config.json and opens the weights: the one *.pth file, or model.safetensors. Errors name the file and
// the field or tensor: notFound, corrupt, incompatible.
Result<Checkpoint> openCheckpoint(const std::filesystem::path& folder);

// Error `incompatible`: one of the tensors that nobody used is in a part of the model that this program knows. Training
// leaves others.
Result<> checkUnused(const std::filesystem::path& file, std::vector<std::string> unused);

}  // namespace parlando::engine::kokoro
