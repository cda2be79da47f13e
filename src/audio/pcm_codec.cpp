#include <cstdint>
#include <limits>
#include <string_view>

#include "audio/codec.h"
#include "audio/sample.h"

namespace parlando::audio {
namespace {

constexpr std::uint64_t kRiffSizeOffset = 4;
constexpr std::uint64_t kDataSizeOffset = 40;
constexpr std::uint64_t kHeaderSize = 44;
// As the length of a chunk: "until the stream ends" (what ffmpeg writes into a pipe and understands).
constexpr std::uint32_t kUnknownSize = std::numeric_limits<std::uint32_t>::max();

void appendLittleEndian(std::vector<std::byte>& output, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        output.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFF));
    }
}

void appendTag(std::vector<std::byte>& output, std::string_view tag) {
    const auto bytes = std::as_bytes(std::span(tag));
    output.insert(output.end(), bytes.begin(), bytes.end());
}

std::vector<std::byte> size32(std::uint64_t size) {
    std::vector<std::byte> bytes;
    appendLittleEndian(bytes, static_cast<std::uint32_t>(size), 4);
    return bytes;
}

class PcmCodec final : public Codec {
public:
    Result<> write(std::span<const float> samples, std::vector<std::byte>& output) override {
        output.reserve(output.size() + samples.size() * 2);
        for (const float sample : samples) {
            appendLittleEndian(output, static_cast<std::uint16_t>(toInt16(sample)), 2);
        }
        return {};
    }
    Result<> finish(std::vector<std::byte>&) override { return {}; }
    std::vector<Patch> corrections() const override { return {}; }
};

class WavCodec final : public Codec {
public:
    explicit WavCodec(int sampleRate) : m_sampleRate(static_cast<std::uint32_t>(sampleRate)) {}

    Result<> write(std::span<const float> samples, std::vector<std::byte>& output) override {
        writeHeaderOnce(output);
        m_dataSize += samples.size() * 2;
        return m_pcm.write(samples, output);
    }
    Result<> finish(std::vector<std::byte>& output) override {
        writeHeaderOnce(output);
        return {};
    }
    std::vector<Patch> corrections() const override {
        const std::uint64_t riffSize = kHeaderSize - 8 + m_dataSize;
        if (riffSize >= kUnknownSize) {
            return {};
        }
        return {{kRiffSizeOffset, size32(riffSize)}, {kDataSizeOffset, size32(m_dataSize)}};
    }

private:
    // "Multimedia Programming Interface and Data Specifications 1.0", IBM and Microsoft 1991, WAVE.
    void writeHeaderOnce(std::vector<std::byte>& output) {
        if (m_headerWritten) {
            return;
        }
        m_headerWritten = true;
        appendTag(output, "RIFF");
        appendLittleEndian(output, kUnknownSize, 4);
        appendTag(output, "WAVEfmt ");
        appendLittleEndian(output, 16, 4);  // bytes of the fmt chunk that follow
        appendLittleEndian(output, 1, 2);   // PCM
        appendLittleEndian(output, 1, 2);   // channels
        appendLittleEndian(output, m_sampleRate, 4);
        appendLittleEndian(output, m_sampleRate * 2, 4);  // bytes per second
        appendLittleEndian(output, 2, 2);                 // bytes per sample of all channels
        appendLittleEndian(output, 16, 2);                // bits per sample
        appendTag(output, "data");
        appendLittleEndian(output, kUnknownSize, 4);
    }

    PcmCodec m_pcm;
    std::uint32_t m_sampleRate;
    std::uint64_t m_dataSize = 0;
    bool m_headerWritten = false;
};

}  // namespace

std::unique_ptr<Codec> makeWavCodec(int sampleRate) {
    return std::make_unique<WavCodec>(sampleRate);
}

std::unique_ptr<Codec> makePcmCodec() {
    return std::make_unique<PcmCodec>();
}

}  // namespace parlando::audio
