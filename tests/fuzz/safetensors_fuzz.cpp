#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/weights/safetensors.h"

// Any bytes as a file of weights: every tensor that is accepted can be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int file = ::memfd_create("weights", MFD_CLOEXEC);
    static const std::string path = "/proc/self/fd/" + std::to_string(file);
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) {
        std::abort();
    }
    const auto weights = parlando::engine::SafeTensors::open(path);
    if (!weights) {
        return 0;
    }
    for (const auto& tensor : weights->tensors()) {
        std::vector<std::byte> bytes(tensor.bytes);
        if (tensor.bytes > size || !weights->read(tensor, bytes)) {
            std::abort();
        }
    }
    return 0;
}
