#include "engine/libtorch/weights.h"

#include <array>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include "engine/libtorch/compute_device.h"

namespace parlando::engine::libtorch {
namespace {

at::ScalarType scalarType(DataType type) {
    switch (type) {
        case DataType::f64:
            return at::kDouble;
        case DataType::f32:
            return at::kFloat;
        case DataType::f16:
            return at::kHalf;
        case DataType::bf16:
            return at::kBFloat16;
        case DataType::i64:
            return at::kLong;
        case DataType::i32:
            return at::kInt;
        case DataType::i16:
            return at::kShort;
        case DataType::i8:
            return at::kChar;
        case DataType::u8:
            return at::kByte;
        case DataType::boolean:
            return at::kBool;
    }
    return at::kFloat;
}

constexpr std::array kNormParts{
    std::pair{".weight_g", ".weight_v"},
    std::pair{".parametrizations.weight.original0", ".parametrizations.weight.original1"},
};

}  // namespace

at::Tensor Weights::fail(ErrorCode code, const std::string& message) {
    if (!m_error) {
        m_error = Error{code, m_source->path().string() + ": " + message};
    }
    return {};
}

at::Tensor Weights::tensor(const std::string& name, at::IntArrayRef shape) {
    if (m_error) {
        return {};
    }
    if (!computeDevice()) {
        return fail(computeDevice().error().code, computeDevice().error().message);
    }
    const TensorInfo* info = m_source->find(name);
    m_used.insert(name);
    const std::string known = m_source->nameInFile(name);
    if (info == nullptr) {
        return fail(ErrorCode::corrupt, fmt::format("tensor '{}' is missing", known));
    }
    if (at::IntArrayRef(info->shape) != shape) {
        return fail(ErrorCode::corrupt, fmt::format("tensor '{}' has the shape [{}], the configuration asks for [{}]",
                                                    known, fmt::join(info->shape, ", "), fmt::join(shape, ", ")));
    }
    at::Tensor stored = at::empty(shape, scalarType(info->type));
    const auto read = m_source->read(
        *info, std::span(static_cast<std::byte*>(stored.data_ptr()), static_cast<std::size_t>(info->bytes)));
    if (!read) {
        return fail(read.error().code, fmt::format("tensor '{}': {}", known, read.error().message));
    }
    return stored.to(computeDevice()->device, at::kFloat);
}

at::Tensor Weights::weight(const std::string& prefix, at::IntArrayRef shape) {
    for (const auto& [magnitudeName, directionName] : kNormParts) {
        if (m_error || !has(prefix + magnitudeName)) {
            continue;
        }
        std::vector<std::int64_t> magnitudeShape(shape.size(), 1);
        magnitudeShape[0] = shape[0];
        const at::Tensor magnitude = tensor(prefix + magnitudeName, magnitudeShape);
        const at::Tensor direction = tensor(prefix + directionName, shape);
        if (m_error) {
            return {};
        }
        m_used.insert(prefix + ".weight");
        const at::Tensor norm = direction.flatten(1).norm(2, 1).view(magnitudeShape);
        return direction * (magnitude / norm);
    }
    return tensor(prefix + ".weight", shape);
}

std::vector<std::string> Weights::unused() const {
    std::vector<std::string> names;
    for (const TensorInfo& tensor : m_source->tensors()) {
        if (!m_used.contains(tensor.name)) {
            names.push_back(tensor.name);
        }
    }
    return names;
}

Result<> Weights::status() const {
    if (m_error) {
        return failure(*m_error);
    }
    return {};
}

}  // namespace parlando::engine::libtorch
