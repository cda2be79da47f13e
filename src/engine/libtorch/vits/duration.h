#pragma once

#include <memory>

#include "engine/libtorch/vits/layers.h"

namespace parlando::engine::libtorch::vits {

class DurationPredictor {
public:
    virtual ~DurationPredictor() = default;
    // Natural logarithm of each symbol's length in frames, [1, 1, symbols]. `hidden` is [1, hidden, symbols];
    // `speaker` [1, embedding, 1] or undefined.
    virtual at::Tensor logDurations(const at::Tensor& hidden, const at::Tensor& speaker, double noiseScale,
                                    const NoiseSource& noise) const = 0;
};

std::unique_ptr<DurationPredictor> durationPredictor(Weights& weights, const Config& config);

}  // namespace parlando::engine::libtorch::vits
