#include <algorithm>
#include <cstdint>

#include <spdlog/fmt/fmt.h>

#include "audio/codec.h"
#include "audio/sample.h"
#include "audio/sndfile_library.h"
#include "audio/virtual_file.h"

namespace parlando::audio {
namespace {

int sndfileFormat(Format format) {
    return format == Format::flac  ? SF_FORMAT_FLAC | SF_FORMAT_PCM_16
           : format == Format::mp3 ? SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
                                   : SF_FORMAT_OGG | SF_FORMAT_OPUS;
}

// Every setting of libsndfile is "compression": 0 is the largest bit rate of a format, 1 the smallest.
struct BitRates {
    double largest;
    double smallest;
    double wanted;
};

// kbit/s for one voice, at which neither format can be told from the original without effort. The ranges
// are those of libsndfile 1.2 (mpeg_l3_encode.c, ogg_opus.c), which for MP3 depend on the MPEG version.
BitRates bitRates(Format format, int sampleRate) {
    if (format == Format::opus) {
        return {256, 6, 40};
    }
    if (sampleRate >= 32000) {
        return {320, 32, 96};
    }
    return sampleRate >= 16000 ? BitRates{160, 8, 64} : BitRates{64, 8, 64};
}

// Opus packs this much into a page before it leaves; libsndfile's own choice is a second.
constexpr double kPageMilliseconds = 100;
constexpr double kShortestSeconds = 0.02;  // one Opus packet

void configure(const SndfileLibrary& sndfile, SNDFILE* file, Format format, int sampleRate) {
    if (format == Format::flac) {
        // The header leaves at once; otherwise libsndfile writes it with the first sample or not at all.
        sndfile.command(file, SFC_UPDATE_HEADER_NOW, nullptr, 0);
        return;
    }
    const BitRates rates = bitRates(format, sampleRate);
    double compression = (rates.largest - rates.wanted) / (rates.largest - rates.smallest);
    if (format == Format::mp3) {
        // Constant: a player that receives a stream tells time and length from the bit rate.
        int mode = SF_BITRATE_MODE_CONSTANT;
        sndfile.command(file, SFC_SET_BITRATE_MODE, &mode, sizeof(mode));
    } else {
        double milliseconds = kPageMilliseconds;
        sndfile.command(file, SFC_SET_OGG_PAGE_LATENCY, &milliseconds, sizeof(milliseconds));
    }
    sndfile.command(file, SFC_SET_COMPRESSION_LEVEL, &compression, sizeof(compression));
}

class SndfileCodec final : public Codec {
public:
    SndfileCodec(const SndfileLibrary& sndfile, Format format, int sampleRate)
        : m_sndfile(sndfile), m_format(format), m_sampleRate(sampleRate), m_handle(nullptr, {&sndfile}) {}

    Result<> open() {
        SF_INFO info{};
        info.samplerate = m_sampleRate;
        info.channels = 1;
        info.format = sndfileFormat(m_format);
        SF_VIRTUAL_IO io = WriteFile::callbacks();
        m_handle.reset(m_sndfile.open_virtual(&io, SFM_WRITE, &info, &m_file));
        if (m_handle == nullptr) {
            return failure(ErrorCode::internal, fmt::format("libsndfile cannot write {} of {} Hz: {}", name(m_format),
                                                            m_sampleRate, m_sndfile.strerror(nullptr)));
        }
        configure(m_sndfile, m_handle.get(), m_format, m_sampleRate);
        return {};
    }

    Result<> write(std::span<const float> samples, std::vector<std::byte>& output) override {
        const auto count = static_cast<sf_count_t>(samples.size());
        if (writeSamples(samples) != count || m_sndfile.error(m_handle.get()) != SF_ERR_NO_ERROR) {
            return failure(ErrorCode::internal, fmt::format("libsndfile cannot write {}: {}", name(m_format),
                                                            m_sndfile.strerror(m_handle.get())));
        }
        m_empty = m_empty && samples.empty();
        m_file.take(output);
        return {};
    }

    Result<> finish(std::vector<std::byte>& output) override {
        if (m_empty && m_format != Format::flac) {
            // Without a single packet neither an MP3 nor an Ogg file is one.
            const std::vector<float> silence(static_cast<std::size_t>(m_sampleRate * kShortestSeconds));
            PARLANDO_TRY(write(silence, output));
        }
        const int error = m_sndfile.close(m_handle.release());
        m_file.take(output);
        if (error != SF_ERR_NO_ERROR) {
            return failure(ErrorCode::internal, fmt::format("libsndfile cannot finish {}: {}", name(m_format),
                                                            m_sndfile.error_number(error)));
        }
        return {};
    }

    std::vector<Patch> corrections() const override { return m_file.patches(); }

private:
    sf_count_t writeSamples(std::span<const float> samples) {
        if (m_format != Format::flac) {
            return m_sndfile.write_float(m_handle.get(), samples.data(), static_cast<sf_count_t>(samples.size()));
        }
        // Our own rounding: a FLAC holds the very samples that a WAV does.
        std::vector<std::int16_t> steps(samples.size());
        std::ranges::transform(samples, steps.begin(), toInt16);
        return m_sndfile.write_short(m_handle.get(), steps.data(), static_cast<sf_count_t>(steps.size()));
    }

    const SndfileLibrary& m_sndfile;
    Format m_format;
    int m_sampleRate;
    bool m_empty = true;
    WriteFile m_file;  // closing the handle writes to it, so it is destroyed later
    SndfileHandle m_handle;
};

}  // namespace

Result<std::unique_ptr<Codec>> makeSndfileCodec(Format format, int sampleRate) {
    PARLANDO_TRY_ASSIGN(const SndfileLibrary* sndfile, findSndfile());
    auto codec = std::make_unique<SndfileCodec>(*sndfile, format, sampleRate);
    PARLANDO_TRY(codec->open());
    return std::unique_ptr<Codec>(std::move(codec));
}

}  // namespace parlando::audio
