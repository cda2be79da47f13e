#pragma once

#include <functional>
#include <string_view>

#include <ATen/ATen.h>

namespace parlando::engine::libtorch::kokoro {

// Sees each intermediate result under the name that the parity fixtures use ("duration_encoder", "F0", "waveform", …),
// in the fixtures' shapes, and says what the synthesis goes on with: the value itself, or another one, so that a test
// can give every stage exact inputs where rounding errors would grow from stage to stage.
using Trace = std::function<at::Tensor(std::string_view stage, const at::Tensor& value)>;

inline at::Tensor traced(const Trace& trace, std::string_view stage, const at::Tensor& value) {
    return trace ? trace(stage, value) : value;
}

}  // namespace parlando::engine::libtorch::kokoro
