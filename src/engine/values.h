#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/safetensors.h"

namespace parlando::engine {

// Hands out a checkpoint's tensors as F32, each checked against the shape that the configuration asks for. The first
// problem is kept, and every later call returns nothing, so that a model's parts can be built without a check at each
// of their hundred tensors: build, then ask `status`.
class Values {
public:
    using Shape = std::vector<std::int64_t>;

    explicit Values(SafeTensors file) : m_file(std::move(file)) {}

    bool has(const std::string& name) const { return m_file.find(name) != nullptr; }

    // Row-major; empty after a problem.
    std::vector<float> tensor(const std::string& name, const Shape& shape);

    // `prefix`.weight, or its two parts where the checkpoint still has weight normalisation: magnitude g
    // and direction v, stored as weight_g/weight_v or parametrizations.weight.original0/original1, folded
    // to g * v / |v| with the norm over all but the first dimension (Salimans and Kingma, 2016).
    std::vector<float> weight(const std::string& prefix, const Shape& shape);

    // The first problem; it names the file and the tensor.
    Result<> status() const;

private:
    std::vector<float> fail(ErrorCode code, const std::string& message);

    SafeTensors m_file;
    std::optional<Error> m_error;
};

}  // namespace parlando::engine
