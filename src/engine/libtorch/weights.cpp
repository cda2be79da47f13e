#include "engine/libtorch/weights.h"

#include "engine/libtorch/compute_device.h"

namespace parlando::engine::libtorch {
namespace {

at::Tensor onDevice(const Values& values, Values::Array array) {
    if (!computeDevice() || !values.status()) {
        return {};
    }
    // The tensor owns the values: no second copy on the CPU.
    auto* owned = new kernels::Floats(std::move(array.values));
    const at::Tensor tensor = at::from_blob(
        owned->data(), array.shape, [owned](void*) { delete owned; }, at::TensorOptions(at::kFloat));
    return tensor.to(computeDevice()->device);
}

}  // namespace

at::Tensor Weights::tensor(const std::string& name, at::IntArrayRef shape) {
    return onDevice(m_values, m_values.array(name, shape.vec()));
}

at::Tensor Weights::weight(const std::string& prefix, at::IntArrayRef shape) {
    return onDevice(m_values, m_values.weightArray(prefix, shape.vec()));
}

Result<> Weights::status() const {
    if (!computeDevice()) {
        return failure(computeDevice().error());
    }
    return m_values.status();
}

}  // namespace parlando::engine::libtorch
