#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engine/weights/weight_source.h"

// What the fuzzers of weights readers have in common.
namespace parlando::fuzz {

// A path under which a reader finds `content`, until the next call.
inline const std::string& fileWith(std::string_view content) {
    static const int file = ::memfd_create("weights", MFD_CLOEXEC);
    static const std::string path = "/proc/self/fd/" + std::to_string(file);
    if (::ftruncate(file, 0) != 0 ||
        ::pwrite(file, content.data(), content.size(), 0) != static_cast<ssize_t>(content.size())) {
        std::abort();
    }
    return path;
}

// Every tensor of a file that was accepted can be read, and none is larger than `limit` bytes.
inline void readAll(const engine::WeightSource& weights, std::size_t limit) {
    for (const engine::TensorInfo& tensor : weights.tensors()) {
        if (tensor.bytes > limit || weights.find(tensor.name) != &tensor) {
            std::abort();
        }
        std::vector<std::byte> bytes(tensor.bytes);
        if (!weights.read(tensor, bytes)) {
            std::abort();
        }
    }
}

}  // namespace parlando::fuzz
