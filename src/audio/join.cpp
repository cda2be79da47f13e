#include "audio/join.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace parlando::audio {
namespace {

constexpr double kFrameSeconds = 0.005;  // one pitch period of a deep voice has an energy of its own
constexpr double kFadeSeconds = 0.005;
// −48 dB of the loudest frame: below the breath between words, above what a vocoder hisses in pauses.
constexpr double kAudible = 0.004;
// Where the quiet frames of a recording are louder than that, sound begins 6 dB above them.
constexpr double kAboveNoise = 2.0;
// But never above −40 dB: in speech without a pause the quietest frames are consonants, and to cut an "f" is
// worse than to leave some noise.
constexpr double kLoudestNoise = 0.01;
constexpr double kDigitalSilence = 1e-6;  // −120 dB of full scale: nothing that a 16-bit file can hold

std::size_t samplesIn(double seconds, int sampleRate) {
    const double count = std::round(seconds * sampleRate);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

// The root of the mean square of each frame; the last frame may be shorter.
std::vector<double> frameLevels(std::span<const float> samples, std::size_t frame) {
    std::vector<double> levels;
    levels.reserve(samples.size() / frame + 1);
    for (std::size_t start = 0; start < samples.size(); start += frame) {
        const auto part = samples.subspan(start, std::min(frame, samples.size() - start));
        double energy = 0;
        for (const float sample : part) {
            energy += std::isfinite(sample) ? static_cast<double>(sample) * sample : 0.0;
        }
        levels.push_back(std::sqrt(energy / static_cast<double>(part.size())));
    }
    return levels;
}

double audibleLevel(std::vector<double> levels) {
    const double loudest = *std::ranges::max_element(levels);
    // The quietest twentieth of the frames: in an utterance with any pause that is its background.
    const auto quiet = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 20);
    std::ranges::nth_element(levels, quiet);
    const double noise = std::min(*quiet * kAboveNoise, loudest * kLoudestNoise);
    return std::max({loudest * kAudible, noise, kDigitalSilence});
}

}  // namespace

std::span<float> trimSilence(std::span<float> samples, int sampleRate, double keepSeconds) {
    const std::size_t frame = std::max<std::size_t>(samplesIn(kFrameSeconds, sampleRate), 1);
    const auto levels = frameLevels(samples, frame);
    if (levels.empty()) {
        return {};
    }
    const double threshold = audibleLevel(levels);
    const auto isAudible = [threshold](double level) { return level > threshold; };
    const auto first = std::find_if(levels.begin(), levels.end(), isAudible);
    if (first == levels.end()) {
        return {};
    }
    const auto last = std::find_if(levels.rbegin(), levels.rend(), isAudible);
    const std::size_t keep = samplesIn(keepSeconds, sampleRate);
    const std::size_t soundBegin = static_cast<std::size_t>(first - levels.begin()) * frame;
    const std::size_t soundEnd = std::min(static_cast<std::size_t>(levels.rend() - last) * frame, samples.size());
    const std::size_t begin = soundBegin - std::min(keep, soundBegin);
    const std::size_t end = soundEnd + std::min(keep, samples.size() - soundEnd);
    return samples.subspan(begin, end - begin);
}

void fadeEdges(std::span<float> samples, int sampleRate) {
    const std::size_t length = std::min(samplesIn(kFadeSeconds, sampleRate), samples.size() / 2);
    for (std::size_t i = 0; i < length; ++i) {
        const double phase = std::numbers::pi * static_cast<double>(i) / static_cast<double>(length);
        const auto gain = static_cast<float>(0.5 - 0.5 * std::cos(phase));
        samples[i] *= gain;
        samples[samples.size() - 1 - i] *= gain;
    }
}

std::vector<float> silence(double seconds, int sampleRate) {
    return std::vector<float>(samplesIn(seconds, sampleRate), 0.0F);
}

}  // namespace parlando::audio
