#include "engine/kokoro/spectrum.h"

#include <cmath>

namespace parlando::engine::kokoro {
namespace {

// `place` of an endless signal that is mirrored at its first and last sample.
std::size_t mirrored(std::ptrdiff_t place, std::size_t samples) {
    if (samples < 2) {
        return 0;
    }
    const auto period = static_cast<std::ptrdiff_t>(2 * (samples - 1));
    const std::ptrdiff_t inside = ((place % period) + period) % period;
    return static_cast<std::size_t>(std::min(inside, period - inside));
}

}  // namespace

ShortTimeTransform::ShortTimeTransform(std::size_t size, std::size_t hop) : m_size(size), m_hop(hop), m_window(size) {
    const auto points = static_cast<double>(size);
    std::vector<double> window(size);
    for (std::size_t n = 0; n < size; ++n) {
        window[n] = 0.5 - 0.5 * std::cos(2.0 * M_PI * static_cast<double>(n) / points);
        m_window[n] = static_cast<float>(window[n]);
    }
    std::vector<float> forward(2 * bins() * size);
    std::vector<float> backward(forward.size());
    for (std::size_t k = 0; k < bins(); ++k) {
        // All but the first and the last stand for two bins of the whole spectrum. Those two are real, exactly: from
        // the rounded sine of pi a negative one would get a phase of pi or of -pi.
        const bool real = k == 0 || k == size / 2;
        const double share = (real ? 1.0 : 2.0) / points;
        for (std::size_t n = 0; n < size; ++n) {
            const double angle = 2.0 * M_PI * static_cast<double>(k * n % size) / points;
            const double cosine = window[n] * std::cos(angle);
            const double sine = real ? 0.0 : window[n] * std::sin(angle);
            forward[k * size + n] = static_cast<float>(cosine);
            forward[(bins() + k) * size + n] = static_cast<float>(0.0 - sine);
            backward[n * 2 * bins() + k] = static_cast<float>(share * cosine);
            backward[n * 2 * bins() + bins() + k] = static_cast<float>(0.0 - share * sine);
        }
    }
    m_forward = {{size, 2 * bins()}, forward, {}};
    m_backward = {{2 * bins(), size}, backward, {}};
}

Rows ShortTimeTransform::polar(kernels::WorkerPool& pool, std::span<const float> samples) const {
    std::vector<float> padded(samples.size() + m_size);
    for (std::size_t i = 0; i < padded.size(); ++i) {
        const auto place = static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(m_size / 2);
        padded[i] = samples[mirrored(place, samples.size())];
    }
    Rows spectra(samples.size() / m_hop + 1, 2 * bins());
    m_forward.run(pool, padded.data(), m_hop, spectra.count(), into(spectra));
    for (std::size_t row = 0; row < spectra.count(); ++row) {
        float* const real = spectra.row(row);
        float* const imaginary = real + bins();
        for (std::size_t k = 0; k < bins(); ++k) {
            const float magnitude = std::hypot(real[k], imaginary[k]);
            imaginary[k] = std::atan2(imaginary[k], real[k]);
            real[k] = magnitude;
        }
    }
    return spectra;
}

std::vector<float> ShortTimeTransform::inverse(kernels::WorkerPool& pool, const Rows& spectra) const {
    Rows parts(spectra.count(), spectra.channels());
    for (std::size_t row = 0; row < spectra.count(); ++row) {
        const float* const magnitude = spectra.row(row);
        for (std::size_t k = 0; k < bins(); ++k) {
            const float phase = magnitude[bins() + k];
            parts.row(row)[k] = magnitude[k] * std::cos(phase);
            parts.row(row)[bins() + k] = magnitude[k] * std::sin(phase);
        }
    }
    Rows pieces(parts.count(), m_size);
    apply(pool, m_backward, parts, into(pieces));
    std::vector<float> sum((pieces.count() - 1) * m_hop + m_size);
    std::vector<float> weight(sum.size());
    for (std::size_t row = 0; row < pieces.count(); ++row) {
        for (std::size_t n = 0; n < m_size; ++n) {
            sum[row * m_hop + n] += pieces.row(row)[n];
            weight[row * m_hop + n] += m_window[n] * m_window[n];
        }
    }
    constexpr float kNothing = 1e-11F;  // where no window reaches
    std::vector<float> samples((pieces.count() - 1) * m_hop);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const float share = weight[i + m_size / 2];
        samples[i] = share > kNothing ? sum[i + m_size / 2] / share : 0.0F;
    }
    return samples;
}

}  // namespace parlando::engine::kokoro
