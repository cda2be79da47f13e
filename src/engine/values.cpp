#include "engine/values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>
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

bool matches(const Values::Shape& stored, const Values::Shape& wanted) {
    return std::ranges::equal(stored, wanted, [](std::int64_t size, std::int64_t pattern) {
        return pattern == Values::kAny || size == pattern;
    });
}

std::string describe(const Values::Shape& shape) {
    std::vector<std::string> sizes;
    for (const std::int64_t size : shape) {
        sizes.push_back(size == Values::kAny ? "any" : std::to_string(size));
    }
    return fmt::format("[{}]", fmt::join(sizes, ", "));
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

double sumOfSquares(std::span<const float> values) {
    // Several sums at a time: one alone waits for each of its additions.
    std::array<double, 8> sums{};
    std::size_t i = 0;
    for (; i + sums.size() <= values.size(); i += sums.size()) {
        for (std::size_t j = 0; j < sums.size(); ++j) {
            sums[j] += static_cast<double>(values[i + j]) * values[i + j];
        }
    }
    for (; i < values.size(); ++i) {
        sums[0] += static_cast<double>(values[i]) * values[i];
    }
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

template <class Stored, class Convert>
void convert(std::span<const std::byte> bytes, kernels::Floats& values, const Convert& toFloat) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = toFloat(stored);
    }
}

void convert(DataType type, std::span<const std::byte> bytes, kernels::Floats& values) {
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

Values::Array Values::fail(ErrorCode code, const std::string& message) {
    if (!m_error) {
        m_error = Error{code, m_source->path().string() + ": " + message};
    }
    return {};
}

bool Values::hasPart(const std::string& prefix) const {
    return std::ranges::any_of(m_source->tensors(),
                               [&prefix](const TensorInfo& tensor) { return tensor.name.starts_with(prefix); });
}

Values::Array Values::array(const std::string& name, const Shape& shape) {
    if (m_error) {
        return {};
    }
    const TensorInfo* info = m_source->find(name);
    m_used.insert(name);
    const std::string known = m_source->nameInFile(name);
    if (info == nullptr) {
        return fail(ErrorCode::corrupt, fmt::format("tensor '{}' is missing", known));
    }
    if (!matches(info->shape, shape)) {
        return fail(ErrorCode::corrupt, fmt::format("tensor '{}' has the shape {}, the configuration asks for {}",
                                                    known, describe(info->shape), describe(shape)));
    }
    Array result{info->shape, kernels::Floats(count(info->shape))};
    std::vector<std::byte> bytes;
    if (info->type != DataType::f32) {
        bytes.resize(static_cast<std::size_t>(info->bytes));
    }
    const auto read =
        m_source->read(*info, bytes.empty() ? std::as_writable_bytes(std::span(result.values)) : std::span(bytes));
    if (!read) {
        return fail(read.error().code, fmt::format("tensor '{}': {}", known, read.error().message));
    }
    if (!bytes.empty()) {
        convert(info->type, bytes, result.values);
    }
    return result;
}

Values::Array Values::weightArray(const std::string& prefix, const Shape& shape) {
    for (const auto& [magnitudeName, directionName] : kNormParts) {
        if (m_error || !has(prefix + magnitudeName)) {
            continue;
        }
        Array direction = array(prefix + directionName, shape);
        Shape magnitudeShape(shape.size(), 1);
        magnitudeShape[0] = direction.shape.empty() ? 0 : direction.shape[0];
        const kernels::Floats magnitude = tensor(prefix + magnitudeName, magnitudeShape);
        if (m_error) {
            return {};
        }
        m_used.insert(prefix + ".weight");
        const std::size_t length = magnitude.empty() ? 0 : direction.values.size() / magnitude.size();
        for (std::size_t i = 0; i < magnitude.size(); ++i) {
            const std::span<float> row(direction.values.data() + i * length, length);
            const auto scale = static_cast<float>(magnitude[i] / std::sqrt(sumOfSquares(row)));
            for (float& value : row) {
                value *= scale;
            }
        }
        return direction;
    }
    return array(prefix + ".weight", shape);
}

void Values::reject(const std::string& name, const std::string& why) {
    fail(ErrorCode::corrupt, fmt::format("tensor '{}': {}", m_source->nameInFile(name), why));
}

void Values::join(const Values& part) {
    m_used.insert(part.m_used.begin(), part.m_used.end());
    if (!m_error) {
        m_error = part.m_error;
    }
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
