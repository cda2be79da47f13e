#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/weights/weight_source.h"

namespace parlando::engine {

// How far apart, in elements, the neighbours of each dimension lie in a file; empty: they lie in row-major order.
using Strides = std::vector<std::int64_t>;

// Elements from the first value of `tensor` to its last, both included. The tensor has values.
std::uint64_t extent(const TensorInfo& tensor, const Strides& strides);

// Puts `stored`, which begins at the tensor's first value and holds its extent, into row-major order.
void gather(std::span<const std::byte> stored, const TensorInfo& tensor, const Strides& strides,
            std::span<std::byte> out);

}  // namespace parlando::engine
