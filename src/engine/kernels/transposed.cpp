#include "engine/kernels/transposed.h"

#include <vector>

namespace parlando::engine::kernels {

Convolution transposedConvolution(const ConvolutionShape& shape, std::size_t rate, std::span<const float> weight,
                                  std::span<const float> bias) {
    if (weight.empty() || bias.empty()) {
        return {};
    }
    const auto [in, out, kernel, dilation] = shape;
    const std::size_t taps = (kernel + rate - 1) / rate;
    const std::size_t phaseWidth = paddedChannels(out);
    std::vector<float> plain(rate * phaseWidth * in * taps);
    std::vector<float> plainBias(rate * phaseWidth);
    for (std::size_t phase = 0; phase < rate; ++phase) {
        for (std::size_t c = 0; c < out; ++c) {
            const std::size_t row = phase * phaseWidth + c;
            plainBias[row] = bias[c];
            for (std::size_t i = 0; i < in; ++i) {
                for (std::size_t j = 0; phase + j * rate < kernel; ++j) {
                    plain[(row * in + i) * taps + (taps - 1 - j)] = weight[(i * out + c) * kernel + phase + j * rate];
                }
            }
        }
    }
    return {{in, rate * phaseWidth, taps, 1}, plain, plainBias};
}

}  // namespace parlando::engine::kernels
