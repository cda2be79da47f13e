#include "engine/weights/strides.h"

#include <cstring>

namespace parlando::engine {

std::uint64_t extent(const TensorInfo& tensor, const Strides& strides) {
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < strides.size(); ++i) {
        last += static_cast<std::uint64_t>((tensor.shape[i] - 1) * strides[i]);
    }
    return last + 1;
}

void gather(std::span<const std::byte> stored, const TensorInfo& tensor, const Strides& strides,
            std::span<std::byte> out) {
    const std::size_t size = sizeOf(tensor.type);
    std::vector<std::int64_t> position(strides.size(), 0);
    std::int64_t from = 0;  // elements
    for (std::size_t to = 0; to < out.size(); to += size) {
        std::memcpy(out.data() + to, stored.data() + static_cast<std::size_t>(from) * size, size);
        for (std::size_t i = strides.size(); i-- > 0;) {
            from += strides[i];
            if (++position[i] < tensor.shape[i]) {
                break;
            }
            from -= strides[i] * position[i];
            position[i] = 0;
        }
    }
}

}  // namespace parlando::engine
