#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/kokoro/layers.h"
#include "engine/kokoro/model.h"

namespace parlando::engine::kokoro {

// What the styles of the decoder and the generator have in values.
std::int64_t soundStyleSize(Values& values);

// Text, pitch and energy of each frame to the generator's input, at twice the frames.
class Decoder {
public:
    // `text` is the size of the text encoder's output.
    Decoder(Values& values, std::int64_t text);

    std::int64_t styleSize() const { return m_styleSize; }
    std::int64_t outputs() const { return m_blocks.back().outputs(); }

    // `text` has a row a frame, `pitch` and `energy` have two.
    Rows operator()(kernels::WorkerPool& pool, const Rows& text, const Rows& pitch, const Rows& energy,
                    std::span<const float> style, const Trace& trace) const;

private:
    // Halves the length of a curve.
    struct Halving {
        std::array<float, 3> weight{};
        float bias = 0.0F;
    };
    static Halving readHalving(Values& values, const std::string& prefix);

    std::int64_t m_styleSize;
    Halving m_pitch, m_energy;
    ResidualBlock m_encode;
    kernels::Convolution m_text;
    std::vector<ResidualBlock> m_blocks;
};

}  // namespace parlando::engine::kokoro
