#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ATen/ATen.h>

#include "base/result.h"
#include "engine/values.h"

namespace parlando::engine::libtorch {

// The checked tensors of a checkpoint (values.h) on the compute device; undefined after a problem.
class Weights {
public:
    static constexpr std::int64_t kAny = Values::kAny;

    explicit Weights(std::unique_ptr<WeightSource> source) : m_values(std::move(source)) {}

    bool has(const std::string& name) const { return m_values.has(name); }
    bool hasPart(const std::string& prefix) const { return m_values.hasPart(prefix); }
    at::Tensor tensor(const std::string& name, at::IntArrayRef shape);
    at::Tensor weight(const std::string& prefix, at::IntArrayRef shape);
    void reject(const std::string& name, const std::string& why) { m_values.reject(name, why); }
    // No usable device is a problem, too.
    Result<> status() const;
    Values& values() { return m_values; }
    const WeightSource& source() const { return m_values.source(); }
    std::vector<std::string> unused() const { return m_values.unused(); }

private:
    Values m_values;
};

}  // namespace parlando::engine::libtorch
