#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/weights/onnx.h"
#include "weights_input.h"

// Any bytes as an ONNX file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto model = parlando::engine::OnnxModel::open(parlando::fuzz::fileWith(bytes));
    if (!model) {
        return 0;
    }
    parlando::fuzz::readAll(*model, 8 * size);  // a number of one byte may be an I64
    for (const auto& node : model->nodes()) {
        for (const std::string& input : node.inputs) {
            static_cast<void>(model->resolve(input));
        }
    }
    return 0;
}
