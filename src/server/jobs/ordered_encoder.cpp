#include "server/jobs/ordered_encoder.h"

#include <utility>

namespace parlando::server {

Result<OrderedEncoder> OrderedEncoder::create(audio::Format format, int voiceRate, int orderedRate,
                                              audio::ByteSink sink) {
    const int rate = orderedRate == 0 ? voiceRate : orderedRate;
    OrderedEncoder encoder;
    PARLANDO_TRY_ASSIGN(encoder.m_encoder, audio::Encoder::create(format, rate, std::move(sink)));
    if (rate != voiceRate) {
        PARLANDO_TRY_ASSIGN(encoder.m_resampler, audio::Resampler::create(voiceRate, rate));
    }
    return encoder;
}

Result<> OrderedEncoder::write(std::span<const float> samples) {
    if (!m_resampler) {
        return m_encoder->write(samples);
    }
    PARLANDO_TRY_ASSIGN(const auto resampled, m_resampler->process(samples));
    return m_encoder->write(resampled);
}

Result<> OrderedEncoder::finish() {
    if (m_resampler) {
        PARLANDO_TRY_ASSIGN(const auto rest, m_resampler->flush());
        PARLANDO_TRY(m_encoder->write(rest));
    }
    return m_encoder->finish();
}

}  // namespace parlando::server
