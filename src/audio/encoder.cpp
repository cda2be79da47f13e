#include "audio/encoder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "audio/codec.h"
#include "audio/resampler.h"
#include "audio/sample.h"

namespace parlando::audio {
namespace {

constexpr int kLowestRate = 8000;
constexpr int kHighestRate = 48000;
constexpr std::array kOpusRates{8000, 12000, 16000, 24000, 48000};
// MPEG 2.5, 2 and 1.
constexpr std::array kMp3Rates{8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
// Samples that are encoded before their bytes leave: bounds the memory, whatever the caller writes at once.
constexpr std::size_t kBlock = 16384;

// The rate itself or the next higher one that the format has; `rate` is at most kHighestRate.
int encodedRate(Format format, int rate) {
    const auto atLeast = [rate](const auto& rates) { return *std::ranges::lower_bound(rates, rate); };
    switch (format) {
        case Format::opus:
            return atLeast(kOpusRates);
        case Format::mp3:
            return atLeast(kMp3Rates);
        case Format::wav:
        case Format::flac:
        case Format::pcm:
            break;
    }
    return rate;
}

Result<std::unique_ptr<Codec>> makeCodec(Format format, int sampleRate) {
    switch (format) {
        case Format::wav:
            return makeWavCodec(sampleRate);
        case Format::pcm:
            return makePcmCodec();
        case Format::flac:
        case Format::mp3:
        case Format::opus:
            break;
    }
    return makeSndfileCodec(format, sampleRate);
}

class StreamEncoder final : public Encoder {
public:
    StreamEncoder(std::unique_ptr<Codec> codec, std::optional<Resampler> resampler, ByteSink sink)
        : m_codec(std::move(codec)), m_resampler(std::move(resampler)), m_sink(std::move(sink)) {}

    Result<> write(std::span<const float> samples) override {
        PARLANDO_TRY(m_state);
        while (!samples.empty() && m_state) {
            const auto block = samples.first(std::min(samples.size(), kBlock));
            m_state = writeBlock(block);
            samples = samples.subspan(block.size());
        }
        return m_state;
    }

    Result<> finish() override {
        PARLANDO_TRY(m_state);
        const auto outcome = finishCodec();
        m_state = outcome ? failure(ErrorCode::internal, "the audio was written to after its end")
                          : Result<>(failure(outcome.error()));
        return outcome;
    }

    std::vector<Patch> corrections() const override { return m_codec->corrections(); }

private:
    Result<> writeBlock(std::span<const float> samples) {
        std::vector<float> clean(samples.size());
        std::ranges::transform(samples, clean.begin(), clipped);
        if (m_resampler) {
            PARLANDO_TRY_ASSIGN(clean, m_resampler->process(clean));
        }
        return encode(std::move(clean));
    }

    Result<> finishCodec() {
        if (m_resampler) {
            PARLANDO_TRY_ASSIGN(auto rest, m_resampler->flush());
            PARLANDO_TRY(encode(std::move(rest)));
        }
        PARLANDO_TRY(m_codec->finish(m_bytes));
        return deliver();
    }

    Result<> encode(std::vector<float> samples) {
        std::ranges::transform(samples, samples.begin(), clipped);  // a resampled peak may be higher than its samples
        PARLANDO_TRY(m_codec->write(samples, m_bytes));
        return deliver();
    }

    Result<> deliver() {
        if (m_bytes.empty()) {
            return {};
        }
        const auto outcome = m_sink(m_bytes);
        m_bytes.clear();
        return outcome;
    }

    std::unique_ptr<Codec> m_codec;
    std::optional<Resampler> m_resampler;
    ByteSink m_sink;
    std::vector<std::byte> m_bytes;
    Result<> m_state;  // the error that ended the encoding stays
};

}  // namespace

Result<std::unique_ptr<Encoder>> Encoder::create(Format format, int sampleRate, ByteSink sink) {
    if (sampleRate < kLowestRate || sampleRate > kHighestRate) {
        return failure(ErrorCode::invalidInput, fmt::format("cannot encode audio of {} Hz; {} to {} Hz are possible",
                                                            sampleRate, kLowestRate, kHighestRate));
    }
    const int rate = encodedRate(format, sampleRate);
    std::optional<Resampler> resampler;
    if (rate != sampleRate) {
        PARLANDO_TRY_ASSIGN(resampler, Resampler::create(sampleRate, rate));
    }
    PARLANDO_TRY_ASSIGN(auto codec, makeCodec(format, rate));
    return std::make_unique<StreamEncoder>(std::move(codec), std::move(resampler), std::move(sink));
}

Result<std::vector<std::byte>> encodeAll(Format format, int sampleRate, std::span<const float> samples) {
    std::vector<std::byte> file;
    const auto append = [&file](std::span<const std::byte> bytes) -> Result<> {
        file.insert(file.end(), bytes.begin(), bytes.end());
        return {};
    };
    PARLANDO_TRY_ASSIGN(const auto encoder, Encoder::create(format, sampleRate, append));
    PARLANDO_TRY(encoder->write(samples));
    PARLANDO_TRY(encoder->finish());
    for (const Patch& patch : encoder->corrections()) {
        std::ranges::copy(patch.bytes, file.begin() + static_cast<std::ptrdiff_t>(patch.offset));
    }
    return file;
}

}  // namespace parlando::audio
