#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/weights/safetensors.h"
#include "weights_input.h"

// Any bytes as a safetensors file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto weights = parlando::engine::SafeTensors::open(parlando::fuzz::fileWith(bytes));
    if (weights) {
        parlando::fuzz::readAll(*weights, size);
    }
    return 0;
}
