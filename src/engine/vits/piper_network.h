#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine::vits {

// The network of a Piper voice as its file has it: weights under the original implementation's names, and of the
// convolutions what their weights do not tell.
struct PiperNetwork {
    struct Layer {
        std::int64_t dilation = 1;
        std::int64_t stride = 1;
    };
    std::unique_ptr<WeightSource> weights;
    std::map<std::string, Layer, std::less<>> layers;  // by the name before ".weight": "dec.ups.0"
};

// From an exported voice (.onnx). The exporter renames what it computes in advance (the weights of the flow, which are
// trained in two parts) and keeps equal tensors once; the graph tells which weight is which.
Result<PiperNetwork> readPiperOnnx(const std::filesystem::path& file);

// From a training checkpoint (.ckpt), whose hyper-parameters describe the layers.
Result<PiperNetwork> readPiperCheckpoint(const std::filesystem::path& file);

}  // namespace parlando::engine::vits
