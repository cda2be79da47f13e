#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/layers.h"
#include "engine/vits/model.h"

namespace parlando::engine::vits {

class DurationPredictor {
public:
    virtual ~DurationPredictor() = default;
    // Natural logarithm of each symbol's length in frames. `hidden` is [symbols][hidden]; `speaker` [embedding] or
    // empty.
    virtual std::vector<float> logDurations(kernels::WorkerPool& pool, const Rows& hidden,
                                            std::span<const float> speaker, double noiseScale,
                                            const NoiseSource& noise) const = 0;
};

std::unique_ptr<DurationPredictor> durationPredictor(Values& values, const Config& config);

}  // namespace parlando::engine::vits
