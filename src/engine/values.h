#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "engine/kernels/aligned.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine {

// Hands out a checkpoint's tensors as F32, each checked against the shape that the configuration asks for. The first
// problem is kept, and every later call returns nothing, so that a model's parts can be built without a check at each
// of their hundred tensors: build, then ask `status`.
class Values {
public:
    using Shape = std::vector<std::int64_t>;
    static constexpr std::int64_t kAny = -1;  // in a shape that is asked for: whatever size the file has

    // Row-major; empty after a problem.
    struct Array {
        Shape shape;
        kernels::Floats values;
    };

    explicit Values(std::shared_ptr<const WeightSource> source) : m_source(std::move(source)) {}

    // The same file with nothing known of it, for a thread of its own; `join` adds what became known.
    Values part() const { return Values(m_source); }
    void join(const Values& part);

    bool has(const std::string& name) const { return m_source->find(name) != nullptr; }
    // True if any tensor's name begins so: "decoder.decode.3.".
    bool hasPart(const std::string& prefix) const;

    Array array(const std::string& name, const Shape& shape);
    kernels::Floats tensor(const std::string& name, const Shape& shape) { return array(name, shape).values; }

    // `prefix`.weight, or its two parts where the checkpoint still has weight normalisation: magnitude g
    // and direction v, stored as weight_g/weight_v or parametrizations.weight.original0/original1, folded
    // to g * v / |v| with the norm over all but the first dimension (Salimans and Kingma, 2016). Of a checkpoint
    // that has both forms, the two parts are what was trained.
    Array weightArray(const std::string& prefix, const Shape& shape);
    kernels::Floats weight(const std::string& prefix, const Shape& shape) { return weightArray(prefix, shape).values; }

    // For what only the caller can tell of a tensor: "its kernel has an even size".
    void reject(const std::string& name, const std::string& why);

    // The first problem; it names the file and the tensor.
    Result<> status() const;

    const WeightSource& source() const { return *m_source; }
    // Names of tensors that were not asked for, but for those that stand beside one which was used in another form.
    std::vector<std::string> unused() const;

private:
    Array fail(ErrorCode code, const std::string& message);

    std::shared_ptr<const WeightSource> m_source;
    std::set<std::string> m_used;
    std::optional<Error> m_error;
};

}  // namespace parlando::engine
