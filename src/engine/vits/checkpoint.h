#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/vits/config.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine::vits {

// The network of a voice, whoever published it: its dimensions, and its tensors under the names that Hugging Face uses.
struct Checkpoint {
    Config config;
    std::unique_ptr<WeightSource> weights;
};

// model.safetensors or pytorch_model.bin in `folder`. Error: notFound.
Result<std::filesystem::path> publishedWeights(const std::filesystem::path& folder);

// Opens the voice in `folder`: Hugging Face's config.json with model.safetensors or pytorch_model.bin, or a Piper voice
// (piper_voice.h). Errors name the file and the field or tensor: notFound, corrupt, incompatible.
Result<Checkpoint> openCheckpoint(const std::filesystem::path& folder);

// An error that names a tensor among the `unused` ones of a built model, unless only training needs it: a model with a
// layer more than its configuration says would speak, and badly.
Result<> checkUnused(const WeightSource& weights, const std::vector<std::string>& unused, const Config& config);

}  // namespace parlando::engine::vits
