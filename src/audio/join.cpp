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
// Before the first word nothing is loud yet: −26 dB of full scale is less than any voice reaches, −14 dB what one
// usually does, and what is judged a noise is measured against that.
constexpr double kLeastLoudest = 0.05;
constexpr double kUsuallyLoudest = 0.2;
constexpr double kDigitalSilence = 1e-6;  // −120 dB of full scale: nothing that a 16-bit file can hold

std::size_t samplesIn(double seconds, int sampleRate) {
    const double count = std::round(seconds * sampleRate);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

// The root of the mean square.
double level(std::span<const float> samples) {
    double energy = 0;
    for (const float sample : samples) {
        energy += std::isfinite(sample) ? static_cast<double>(sample) * sample : 0.0;
    }
    return std::sqrt(energy / static_cast<double>(samples.size()));
}

float fadeGain(std::size_t index, std::size_t length) {
    const double phase = std::numbers::pi * static_cast<double>(index) / static_cast<double>(length);
    return static_cast<float>(0.5 - 0.5 * std::cos(phase));
}

}  // namespace

SentenceTrimmer::SentenceTrimmer(int sampleRate, double keepSeconds)
    : m_frame(std::max<std::size_t>(samplesIn(kFrameSeconds, sampleRate), 1)),
      m_keep(samplesIn(keepSeconds, sampleRate)),
      m_fade(std::max<std::size_t>(samplesIn(kFadeSeconds, sampleRate), 1)),
      m_loudest(kLeastLoudest),
      m_quietest(1.0) {}

// Looks at the next `length` samples.
void SentenceTrimmer::judge(std::size_t length) {
    const double loudness = level(std::span(m_held).subspan(m_judged, length));
    m_judged += length;
    m_loudest = std::max(m_loudest, loudness);
    m_quietest = std::min(m_quietest, loudness);
    const double noise = std::min(m_quietest * kAboveNoise, std::max(m_loudest, kUsuallyLoudest) * kLoudestNoise);
    if (loudness > std::max({m_loudest * kAudible, noise, kDigitalSilence})) {
        m_audible = m_judged;
        if (!m_begun) {
            m_begun = true;
            const std::size_t sound = m_judged - length;
            m_cut = sound - std::min(m_keep, sound);
            m_held.erase(m_held.begin(), m_held.begin() + static_cast<std::ptrdiff_t>(m_cut));
            m_judged -= m_cut;
            m_audible -= m_cut;
            for (std::size_t i = 0; i < std::min(m_fade, m_held.size()); ++i) {
                m_held[i] *= fadeGain(i, m_fade);
            }
        }
    }
}

std::span<const float> SentenceTrimmer::release(std::size_t count) {
    m_released = count;
    return std::span(m_held).first(count);
}

std::span<const float> SentenceTrimmer::push(std::span<const float> samples) {
    m_held.erase(m_held.begin(), m_held.begin() + static_cast<std::ptrdiff_t>(m_released));
    m_judged -= m_released;
    m_audible -= std::min(m_audible, m_released);
    m_released = 0;
    m_held.insert(m_held.end(), samples.begin(), samples.end());
    while (m_held.size() - m_judged >= m_frame) {
        judge(m_frame);
    }
    // The last sound so far may be the last of all: then it fades.
    return m_begun && m_audible > m_fade ? release(m_audible - m_fade) : std::span<const float>();
}

std::span<const float> SentenceTrimmer::finish() {
    (void)push({});  // what it would release is part of the rest
    if (m_judged < m_held.size()) {
        judge(m_held.size() - m_judged);
    }
    if (!m_begun) {
        return {};
    }
    const std::size_t end = std::min(m_held.size(), m_audible + m_keep);
    m_held.resize(end);
    for (std::size_t i = 0; i < std::min(m_fade, end); ++i) {
        m_held[end - 1 - i] *= fadeGain(i, m_fade);
    }
    return release(end);
}

std::vector<float> silence(double seconds, int sampleRate) {
    return std::vector<float>(samplesIn(seconds, sampleRate), 0.0F);
}

}  // namespace parlando::audio
