#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/kernels/convolution.h"
#include "engine/layers.h"

namespace parlando::engine::kokoro {

// The short-time Fourier transform with a periodic Hann window as long as the transform, and its inverse. The
// transforms of this family have some 20 points: as products with a matrix they take no time.
class ShortTimeTransform {
public:
    ShortTimeTransform() = default;
    // `size` is even, `hop` at most `size`.
    ShortTimeTransform(std::size_t size, std::size_t hop);

    // A row for each hop and one more, the first around the first sample, the signal mirrored at both ends: magnitudes,
    // then phases.
    Rows polar(kernels::WorkerPool& pool, std::span<const float> samples) const;

    // (rows - 1) * hop samples of rows of magnitudes and phases.
    std::vector<float> inverse(kernels::WorkerPool& pool, const Rows& spectra) const;

private:
    std::size_t bins() const { return m_size / 2 + 1; }

    std::size_t m_size = 0;
    std::size_t m_hop = 0;
    std::vector<float> m_window;
    kernels::Convolution m_forward;   // windowed: samples to real parts and imaginary parts
    kernels::Convolution m_backward;  // and back, windowed once more
};

}  // namespace parlando::engine::kokoro
