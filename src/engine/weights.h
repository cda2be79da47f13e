#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <ATen/ATen.h>

#include "base/result.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine {

// Hands out a checkpoint's tensors as F32 on the compute device, each checked against the shape that the configuration
// asks for. The first problem is kept and every later call returns an empty tensor, so that a model's parts can be
// built without a check at each of their hundred tensors: build, then ask `status`.
class Weights {
public:
    explicit Weights(std::unique_ptr<WeightSource> source) : m_source(std::move(source)) {}

    bool has(const std::string& name) const { return m_source->find(name) != nullptr; }
    // True if any tensor's name begins so: "decoder.decode.3.".
    bool hasPart(const std::string& prefix) const;

    // In `shape`, kAny stands for whatever size the file has.
    static constexpr std::int64_t kAny = -1;
    at::Tensor tensor(const std::string& name, at::IntArrayRef shape);

    // `prefix`.weight, or its two parts where the checkpoint still has weight normalisation: magnitude g
    // and direction v, stored as weight_g/weight_v or parametrizations.weight.original0/original1, folded
    // to g * v / |v| with the norm over all but the first dimension (Salimans and Kingma, 2016).
    at::Tensor weight(const std::string& prefix, at::IntArrayRef shape);

    // For what only the caller can tell of a tensor: "its kernel has an even size".
    void reject(const std::string& name, const std::string& why);

    // The first problem; it names the file and the tensor.
    Result<> status() const;

    // Tensors that nobody has asked for, in the order of their names.
    std::vector<std::string> unused() const;

private:
    at::Tensor fail(ErrorCode code, const std::string& message);

    std::unique_ptr<WeightSource> m_source;
    std::unordered_set<std::string> m_used;
    std::optional<Error> m_error;
};

}  // namespace parlando::engine
