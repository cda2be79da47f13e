#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace parlando::audio {

// Within ±1, which is full scale; what is not a number is silence.
inline float clipped(float sample) {
    return std::isnan(sample) ? 0.0F : std::clamp(sample, -1.0F, 1.0F);
}

// To the nearest of 65,536 steps of 1/32,768: 16-bit samples that were read as floats come back unchanged.
// +1 has no step of its own and becomes the largest there is.
inline std::int16_t toInt16(float sample) {
    const long step = std::lrint(clipped(sample) * 32768.0F);
    return static_cast<std::int16_t>(std::min(step, 32767L));
}

inline float fromInt16(std::int16_t step) {
    return static_cast<float>(step) / 32768.0F;
}

}  // namespace parlando::audio
