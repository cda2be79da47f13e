#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <span>
#include <vector>

// Signals whose measure is known, and the measures.
namespace signals {

inline std::vector<float> sine(double frequency, int sampleRate, std::size_t count, double amplitude = 0.5) {
    std::vector<float> samples(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double phase = 2.0 * std::numbers::pi * frequency * static_cast<double>(i) / sampleRate;
        samples[i] = static_cast<float>(amplitude * std::sin(phase));
    }
    return samples;
}

inline std::vector<float> noise(std::size_t count, double amplitude = 0.5) {
    std::mt19937 random(1);
    std::vector<float> samples(count);
    for (float& sample : samples) {
        const double unit = static_cast<double>(random()) / static_cast<double>(std::mt19937::max());
        sample = static_cast<float>(amplitude * (2.0 * unit - 1.0));
    }
    return samples;
}

// The amplitude of one frequency (Goertzel 1958).
inline double amplitudeAt(std::span<const float> samples, double frequency, int sampleRate) {
    const double step = 2.0 * std::numbers::pi * frequency / sampleRate;
    const double coefficient = 2.0 * std::cos(step);
    double last = 0;
    double beforeLast = 0;
    for (const float sample : samples) {
        const double now = sample + coefficient * last - beforeLast;
        beforeLast = last;
        last = now;
    }
    const double power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
    return 2.0 * std::sqrt(std::max(power, 0.0)) / static_cast<double>(samples.size());
}

inline double rootMeanSquare(std::span<const float> samples) {
    double energy = 0;
    for (const float sample : samples) {
        energy += static_cast<double>(sample) * sample;
    }
    return samples.empty() ? 0.0 : std::sqrt(energy / static_cast<double>(samples.size()));
}

// How much louder the signal is than what changed, in dB.
inline double signalToNoise(std::span<const float> original, std::span<const float> changed) {
    std::vector<float> difference(original.begin(), original.end());
    for (std::size_t i = 0; i < difference.size(); ++i) {
        difference[i] -= changed[i];
    }
    return 20.0 * std::log10(rootMeanSquare(original) / std::max(rootMeanSquare(difference), 1e-12));
}

}  // namespace signals
