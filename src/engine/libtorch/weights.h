#pragma once

#include <optional>
#include <string>

#include <ATen/ATen.h>

#include "base/result.h"
#include "engine/safetensors.h"

namespace parlando::engine::libtorch {

// Hands out a checkpoint's tensors as F32 on the compute device, each checked against the shape that the configuration
// asks for. The first problem is kept and every later call returns an empty tensor, so that a model's parts can be
// built without a check at each of their hundred tensors: build, then ask `status`.
class Weights {
public:
    explicit Weights(SafeTensors file) : m_file(std::move(file)) {}

    bool has(const std::string& name) const { return m_file.find(name) != nullptr; }

    at::Tensor tensor(const std::string& name, at::IntArrayRef shape);

    // `prefix`.weight, or its two parts where the checkpoint still has weight normalisation: magnitude g
    // and direction v, stored as weight_g/weight_v or parametrizations.weight.original0/original1, folded
    // to g * v / |v| with the norm over all but the first dimension (Salimans and Kingma, 2016).
    at::Tensor weight(const std::string& prefix, at::IntArrayRef shape);

    // The first problem; it names the file and the tensor.
    Result<> status() const;

private:
    at::Tensor fail(ErrorCode code, const std::string& message);

    SafeTensors m_file;
    std::optional<Error> m_error;
};

}  // namespace parlando::engine::libtorch
