#pragma once

#include <vector>

#include "engine/libtorch/kokoro/layers.h"
#include "engine/libtorch/kokoro/trace.h"

namespace parlando::engine::libtorch::kokoro {

// Text, pitch and energy of each frame to the generator's input, at twice the frames.
class Decoder {
public:
    // `text` is the size of the text encoder's output.
    Decoder(Weights& weights, std::int64_t text);

    std::int64_t styleSize() const { return m_styleSize; }
    std::int64_t outputs() const { return m_blocks.back().outputs(); }

    // `text` [1, text size, frames], `pitch` and `energy` [1, 2 * frames], `style` [1, style size]
    at::Tensor operator()(const at::Tensor& text, const at::Tensor& pitch, const at::Tensor& energy,
                          const at::Tensor& style, const Trace& trace) const;

private:
    std::int64_t m_styleSize;
    Convolution m_pitch, m_energy;  // halve the length
    ResidualBlock m_encode;
    Convolution m_text;
    std::vector<ResidualBlock> m_blocks;
};

}  // namespace parlando::engine::libtorch::kokoro
