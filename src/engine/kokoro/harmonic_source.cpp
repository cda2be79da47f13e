#include "engine/kokoro/harmonic_source.h"

#include <algorithm>
#include <cmath>

namespace parlando::engine::kokoro {
namespace {

constexpr float kLowestPitch = 10.0F;  // Hz: below it there is no voice
constexpr float kSineAmplitude = 0.1F;
constexpr float kVoicedNoise = 0.003F;
constexpr float kUnvoicedNoise = kSineAmplitude / 3.0F;

}  // namespace

HarmonicSource::HarmonicSource(Values& values, const std::string& prefix, const Config& config)
    : m_samplesPerPitch(static_cast<std::size_t>(config.samplesPerPitch())),
      m_sampleRate(config.sampleRate),
      m_weight(values.tensor(prefix + ".weight", {1, Values::kAny})) {
    const kernels::Floats bias = values.tensor(prefix + ".bias", {1});
    m_bias = bias.empty() ? 0.0F : bias[0];
}

Rows HarmonicSource::operator()(kernels::WorkerPool& pool, const Rows& pitch, const NoiseSource& noise) const {
    const std::size_t harmonics = m_weight.size();
    std::vector<float> phases(harmonics);
    noise(NoiseKind::phases, phases);

    // The published models draw sines from a phase that is summed up at the rate of the pitch curve and interpolated in
    // between. In F64: the sum reaches thousands of turns, of which only the fraction counts.
    std::vector<double> angles(pitch.count() * harmonics);
    std::vector<double> turns(harmonics);
    for (std::size_t i = 0; i < pitch.count(); ++i) {
        for (std::size_t h = 0; h < harmonics; ++h) {
            const double more = static_cast<double>(pitch.row(i)[0]) * static_cast<double>(h + 1) / m_sampleRate;
            turns[h] += more - std::floor(more);
            // What a pitch value is to the sum is the middle of its samples. The initial phase is added to the first
            // sample, so that it is heard only where the middle is there. The fundamental has none.
            if (i == 0 && h > 0 && m_samplesPerPitch <= 2) {
                turns[h] += phases[h] / static_cast<double>(m_samplesPerPitch);
            }
            angles[i * harmonics + h] = 2.0 * M_PI * static_cast<double>(m_samplesPerPitch) * turns[h];
        }
    }

    Rows samples(pitch.count() * m_samplesPerPitch, 1);
    constexpr std::size_t kPitchesAtOnce = 64;
    std::vector<float> noises;
    for (std::size_t first = 0; first < pitch.count(); first += kPitchesAtOnce) {
        const std::size_t pitches = std::min(kPitchesAtOnce, pitch.count() - first);
        noises.resize(pitches * m_samplesPerPitch * harmonics);
        noise(NoiseKind::source, noises);
        pool.run(pitches, [&](std::size_t index) {
            const std::size_t i = first + index;
            const bool voiced = pitch.row(i)[0] > kLowestPitch;
            const float sineLevel = voiced ? kSineAmplitude : 0.0F;
            const float noiseLevel = voiced ? kVoicedNoise : kUnvoicedNoise;
            for (std::size_t j = 0; j < m_samplesPerPitch; ++j) {
                // Between the middles of two values; before the first and after the last it stays.
                const double place =
                    std::max(0.0, static_cast<double>(i) - 0.5 +
                                      (static_cast<double>(j) + 0.5) / static_cast<double>(m_samplesPerPitch));
                const auto low = static_cast<std::size_t>(place);
                const double share = place - static_cast<double>(low);
                const double* from = angles.data() + low * harmonics;
                const double* to = angles.data() + std::min(low + 1, pitch.count() - 1) * harmonics;
                const float* drawn = noises.data() + (index * m_samplesPerPitch + j) * harmonics;
                float sum = m_bias;
                for (std::size_t h = 0; h < harmonics; ++h) {
                    const auto sine = static_cast<float>(std::sin(from[h] * (1.0 - share) + to[h] * share));
                    sum += m_weight[h] * (sine * sineLevel + drawn[h] * noiseLevel);
                }
                samples.row(i * m_samplesPerPitch + j)[0] = std::tanh(sum);
            }
        });
    }
    return samples;
}

}  // namespace parlando::engine::kokoro
