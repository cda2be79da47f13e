#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/weights/numpy.h"
#include "weights_input.h"

// Any bytes as a NumPy array, or as an archive of them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto arrays = parlando::engine::NumpyArrays::open(parlando::fuzz::fileWith(bytes));
    if (arrays) {
        parlando::fuzz::readAll(*arrays, 1040 * size);  // as far as deflate goes
    }
    return 0;
}
