#pragma once

#include <filesystem>
#include <memory>

#include "engine/weights/weight_source.h"

namespace parlando::engine {

// Opens a file of named tensors of any kind, by its first bytes: safetensors, a PyTorch checkpoint (.bin, .pth, .pt,
// .ckpt) or NumPy arrays (.npz, .npy). ONNX is not among them: there the graph says what a tensor is, see onnx.h.
// Errors name the file and the field or tensor: notFound, corrupt, incompatible, resourceLimit.
Result<std::unique_ptr<WeightSource>> openWeights(const std::filesystem::path& path);

}  // namespace parlando::engine
