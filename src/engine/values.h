#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine {

// Hands out a checkpoint's tensors as F32, each checked against the shape that the configuration asks for. The first
// problem is kept, and every later call returns nothing, so that a model's parts can be built without a check at each
// of their hundred tensors: build, then ask `status`.
class Values {
public:
    using Shape = std::vector<std::int64_t>;

    explicit Values(std::unique_ptr<WeightSource> source) : m_source(std::move(source)) {}

    bool has(const std::string& name) const { return m_source->find(name) != nullptr; }

    // Row-major; empty after a problem.
    std::vector<float> tensor(const std::string& name, const Shape& shape);

    // `prefix`.weight, or its two parts where the checkpoint still has weight normalisation: magnitude g
    // and direction v, stored as weight_g/weight_v or parametrizations.weight.original0/original1, folded
    // to g * v / |v| with the norm over all but the first dimension (Salimans and Kingma, 2016). Of a checkpoint that
    // has both forms, the two parts are what was trained.
    std::vector<float> weight(const std::string& prefix, const Shape& shape);

    // The first problem; it names the file and the tensor.
    Result<> status() const;

    const WeightSource& source() const { return *m_source; }
    // Names of tensors that were not asked for, but for those that stand beside one which was used in another form.
    std::vector<std::string> unused() const;

private:
    std::vector<float> fail(ErrorCode code, const std::string& message);

    std::unique_ptr<WeightSource> m_source;
    std::optional<Error> m_error;
    std::set<std::string> m_used;
};

}  // namespace parlando::engine
