#include "engine/values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

namespace parlando::engine {
namespace {

constexpr std::array kNormParts{
    std::pair{".weight_g", ".weight_v"},
    std::pair{".parametrizations.weight.original0", ".parametrizations.weight.original1"},
};

std::size_t count(const Values::Shape& shape) {
    std::size_t product = 1;
    for (const std::int64_t size : shape) {
        product *= static_cast<std::size_t>(size);
    }
    return product;
}

float fromHalf(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
    const std::uint32_t exponent = (half >> 10U) & 0x1FU;
    const std::uint32_t mantissa = half & 0x3FFU;
    if (exponent == 0) {  // zero or subnormal
        const float value = std::ldexp(static_cast<float>(mantissa), -24);
        return sign != 0 ? -value : value;
    }
    const std::uint32_t wide = exponent == 31 ? 255U : exponent + 112U;
    return std::bit_cast<float>(sign | (wide << 23U) | (mantissa << 13U));
}

template <class Stored, class Convert>
void convert(std::span<const std::byte> bytes, std::vector<float>& values, const Convert& toFloat) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = toFloat(stored);
    }
}

void convert(DataType type, std::span<const std::byte> bytes, std::vector<float>& values) {
    const auto plain = [](auto value) { return static_cast<float>(value); };
    switch (type) {
        case DataType::f64:
            return convert<double>(bytes, values, plain);
        case DataType::f32:
            return convert<float>(bytes, values, plain);
        case DataType::f16:
            return convert<std::uint16_t>(bytes, values, fromHalf);
        case DataType::bf16:
            return convert<std::uint16_t>(bytes, values, [](std::uint16_t high) {
                return std::bit_cast<float>(static_cast<std::uint32_t>(high) << 16U);
            });
        case DataType::i64:
            return convert<std::int64_t>(bytes, values, plain);
        case DataType::i32:
            return convert<std::int32_t>(bytes, values, plain);
        case DataType::i16:
            return convert<std::int16_t>(bytes, values, plain);
        case DataType::i8:
            return convert<std::int8_t>(bytes, values, plain);
        case DataType::u8:
        case DataType::boolean:
            return convert<std::uint8_t>(bytes, values, plain);
    }
}

}  // namespace

std::vector<float> Values::fail(ErrorCode code, const std::string& message) {
    if (!m_error) {
        m_error = Error{code, m_source->path().string() + ": " + message};
    }
    return {};
}

std::vector<float> Values::tensor(const std::string& name, const Shape& shape) {
    if (m_error) {
        return {};
    }
    const TensorInfo* info = m_source->find(name);
    m_used.insert(name);
    const std::string known = m_source->nameInFile(name);
    if (info == nullptr) {
        return fail(ErrorCode::corrupt, fmt::format("tensor '{}' is missing", known));
    }
    if (info->shape != shape) {
        return fail(ErrorCode::corrupt, fmt::format("tensor '{}' has the shape [{}], the configuration asks for [{}]",
                                                    known, fmt::join(info->shape, ", "), fmt::join(shape, ", ")));
    }
    std::vector<float> values(count(shape));
    const bool asStored = info->type == DataType::f32;
    std::vector<std::byte> bytes(asStored ? 0 : static_cast<std::size_t>(info->bytes));
    const auto read = m_source->read(*info, asStored ? std::as_writable_bytes(std::span(values)) : std::span(bytes));
    if (!read) {
        return fail(read.error().code, fmt::format("tensor '{}': {}", known, read.error().message));
    }
    if (!asStored) {
        convert(info->type, bytes, values);
    }
    return values;
}

std::vector<float> Values::weight(const std::string& prefix, const Shape& shape) {
    for (const auto& [magnitudeName, directionName] : kNormParts) {
        if (m_error || !has(prefix + magnitudeName)) {
            continue;
        }
        Shape magnitudeShape(shape.size(), 1);
        magnitudeShape[0] = shape[0];
        const std::vector<float> magnitude = tensor(prefix + magnitudeName, magnitudeShape);
        std::vector<float> direction = tensor(prefix + directionName, shape);
        if (m_error) {
            return {};
        }
        m_used.insert(prefix + ".weight");
        const std::size_t length = direction.size() / magnitude.size();
        for (std::size_t i = 0; i < magnitude.size(); ++i) {
            const std::span<float> row(direction.data() + i * length, length);
            double squares = 0.0;
            for (const float value : row) {
                squares += static_cast<double>(value) * value;
            }
            const auto scale = static_cast<float>(magnitude[i] / std::sqrt(squares));
            for (float& value : row) {
                value *= scale;
            }
        }
        return direction;
    }
    return tensor(prefix + ".weight", shape);
}

std::vector<std::string> Values::unused() const {
    std::vector<std::string> names;
    for (const TensorInfo& tensor : m_source->tensors()) {
        if (!m_used.contains(tensor.name)) {
            names.push_back(tensor.name);
        }
    }
    return names;
}

Result<> Values::status() const {
    if (m_error) {
        return failure(*m_error);
    }
    return {};
}

}  // namespace parlando::engine
