#include "audio/decoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>

#include <spdlog/fmt/fmt.h>

#include "audio/format.h"
#include "audio/sample.h"
#include "audio/sndfile_library.h"
#include "audio/virtual_file.h"

namespace parlando::audio {
namespace {

constexpr int kMostChannels = 8;
constexpr int kHighestRate = 192000;
constexpr std::size_t kBlockFrames = 4096;
constexpr std::size_t kHeadBytes = 64;  // enough to recognise a file

bool hasTag(std::span<const std::byte> bytes, std::size_t offset, std::string_view tag) {
    return offset + tag.size() <= bytes.size() &&
           std::ranges::equal(bytes.subspan(offset, tag.size()), std::as_bytes(std::span(tag)));
}

// By the first bytes, so that libsndfile's readers of forty other formats never see what strangers send.
std::optional<Format> recognise(std::span<const std::byte> bytes) {
    if (hasTag(bytes, 0, "RIFF") && hasTag(bytes, 8, "WAVE")) {
        return Format::wav;
    }
    if (hasTag(bytes, 0, "fLaC")) {
        return Format::flac;
    }
    constexpr std::size_t kFirstPacket = 28;  // after the header of an Ogg page with one segment
    if (hasTag(bytes, 0, "OggS") && hasTag(bytes, kFirstPacket, "OpusHead")) {
        return Format::opus;
    }
    // An MPEG frame begins with eleven bits set; a tag may come before the first.
    const bool frame =
        bytes.size() >= 2 && bytes[0] == std::byte{0xFF} && (bytes[1] & std::byte{0xE0}) == std::byte{0xE0};
    if (frame || hasTag(bytes, 0, "ID3")) {
        return Format::mp3;
    }
    return std::nullopt;
}

bool isExpected(int sndfileFormat, Format format) {
    const int type = sndfileFormat & SF_FORMAT_TYPEMASK;
    const int coding = sndfileFormat & SF_FORMAT_SUBMASK;
    switch (format) {
        case Format::wav: {
            constexpr std::array kPlain{SF_FORMAT_PCM_U8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24,
                                        SF_FORMAT_PCM_32, SF_FORMAT_FLOAT,  SF_FORMAT_DOUBLE};
            return (type == SF_FORMAT_WAV || type == SF_FORMAT_WAVEX) && std::ranges::count(kPlain, coding) > 0;
        }
        case Format::flac:
            return type == SF_FORMAT_FLAC;
        case Format::mp3:
            return type == SF_FORMAT_MPEG;
        case Format::opus:
            return type == SF_FORMAT_OGG && coding == SF_FORMAT_OPUS;
        case Format::pcm:
            break;
    }
    return false;
}

tl::unexpected<Error> corrupt(Format format, std::string_view why) {
    return failure(ErrorCode::corrupt, fmt::format("this is not a sound {} file: {}", name(format), why));
}

tl::unexpected<Error> tooLong(const Limits& limits) {
    return failure(ErrorCode::resourceLimit,
                   fmt::format("the audio is longer than the {:.0f} seconds that are accepted", limits.seconds));
}

Result<> checkSize(std::uint64_t bytes, const Limits& limits) {
    if (bytes > limits.bytes) {
        return failure(ErrorCode::resourceLimit,
                       fmt::format("the audio file has {} bytes; at most {} are accepted", bytes, limits.bytes));
    }
    return {};
}

std::uint32_t littleEndian(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= std::to_integer<std::uint32_t>(bytes[i]) << (8 * i);
    }
    return value;
}

// libsndfile takes the end of a WAV file for the end of the audio, whatever the header says.
Result<> checkWavLength(std::span<const std::byte> head, std::uint64_t bytes) {
    constexpr std::uint32_t kUnknown = 0x7FFF0000;  // sox says a little less than 2³¹ in a stream, others 2³² − 1
    const std::uint32_t size = littleEndian(head.subspan(4, 4));
    if (size < kUnknown && std::uint64_t{size} + 8 > bytes) {
        return corrupt(Format::wav, "it ends before its last sample");
    }
    return {};
}

Result<> checkInfo(const SF_INFO& info, Format format) {
    if (!isExpected(info.format, format)) {
        return corrupt(format, "its content is of another kind");
    }
    if (info.channels < 1 || info.channels > kMostChannels || info.samplerate < 1 || info.samplerate > kHighestRate) {
        return corrupt(format, fmt::format("{} channels of {} Hz", info.channels, info.samplerate));
    }
    return {};
}

// The mean of the channels; `mono` has room for it.
std::span<const float> mixedDown(std::span<const float> interleaved, int channels, std::span<float> mono) {
    const auto width = static_cast<std::size_t>(channels);
    const std::size_t frames = interleaved.size() / width;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        float sum = 0;
        for (const float sample : interleaved.subspan(frame * width, width)) {
            sum += sample;
        }
        const float mean = sum / static_cast<float>(channels);
        mono[frame] = std::isfinite(mean) ? mean : 0.0F;
    }
    return mono.first(frames);
}

Result<SoundLength> read(const SndfileLibrary& sndfile, SNDFILE* file, const SF_INFO& info, Format format,
                         const Limits& limits, const SoundSink& sink) {
    const double limit = limits.seconds * info.samplerate;
    SoundLength length{info.samplerate, 0};
    std::vector<float> block(kBlockFrames * static_cast<std::size_t>(info.channels));
    std::vector<float> mono(kBlockFrames);
    while (true) {
        const sf_count_t frames = sndfile.readf_float(file, block.data(), static_cast<sf_count_t>(kBlockFrames));
        if (frames <= 0) {
            break;
        }
        length.samples += static_cast<std::uint64_t>(frames);
        if (static_cast<double>(length.samples) > limit) {
            return tooLong(limits);
        }
        const auto read = std::span(block).first(static_cast<std::size_t>(frames * info.channels));
        PARLANDO_TRY(sink(info.samplerate, mixedDown(read, info.channels, mono)));
    }
    if (const int error = sndfile.error(file); error != SF_ERR_NO_ERROR) {
        return corrupt(format, sndfile.error_number(error));
    }
    // A FLAC stream leaves its length open; libsndfile says the largest number there is.
    const bool promised = format == Format::flac && info.frames < std::numeric_limits<sf_count_t>::max();
    if (promised && length.samples < static_cast<std::uint64_t>(info.frames)) {
        return corrupt(format, "it ends before its last sample");
    }
    return length;
}

}  // namespace

Result<SoundLength> decode(const ByteSource& source, const Limits& limits, const SoundSink& sink) {
    PARLANDO_TRY(checkSize(source.size, limits));
    std::vector<std::byte> head(static_cast<std::size_t>(std::min<std::uint64_t>(source.size, kHeadBytes)));
    PARLANDO_TRY(source.readAt(0, head));
    const auto format = recognise(head);
    if (!format) {
        return failure(ErrorCode::invalidInput, "this is not a WAV, FLAC, MP3 or Ogg Opus file");
    }
    if (*format == Format::wav) {
        PARLANDO_TRY(checkWavLength(head, source.size));
    }
    PARLANDO_TRY_ASSIGN(const SndfileLibrary* sndfile, findSndfile());
    ReadFile bytes(source);
    SF_VIRTUAL_IO io = ReadFile::callbacks();
    SF_INFO info{};
    const SndfileHandle file(sndfile->open_virtual(&io, SFM_READ, &info, &bytes), {sndfile});
    PARLANDO_TRY(bytes.outcome());
    if (file == nullptr) {
        return corrupt(*format, sndfile->strerror(nullptr));
    }
    PARLANDO_TRY(checkInfo(info, *format));
    auto length = read(*sndfile, file.get(), info, *format, limits, sink);
    PARLANDO_TRY(bytes.outcome());
    return length;
}

Result<Sound> decode(std::span<const std::byte> bytes, const Limits& limits) {
    Sound sound;
    PARLANDO_TRY_ASSIGN(const auto length,
                        decode(sourceOf(bytes), limits, [&](int, std::span<const float> samples) -> Result<> {
                            sound.samples.insert(sound.samples.end(), samples.begin(), samples.end());
                            return {};
                        }));
    sound.sampleRate = length.sampleRate;
    return sound;
}

Result<Sound> decodePcm(std::span<const std::byte> bytes, int sampleRate, const Limits& limits) {
    PARLANDO_TRY(checkSize(bytes.size(), limits));
    const std::size_t count = bytes.size() / 2;
    if (sampleRate < 1 || sampleRate > kHighestRate || bytes.size() % 2 != 0) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("{} bytes are not 16-bit samples of {} Hz", bytes.size(), sampleRate));
    }
    if (static_cast<double>(count) > limits.seconds * sampleRate) {
        return tooLong(limits);
    }
    Sound sound{sampleRate, {}};
    sound.samples.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        sound.samples.push_back(fromInt16(static_cast<std::int16_t>(littleEndian(bytes.subspan(2 * i, 2)))));
    }
    return sound;
}

}  // namespace parlando::audio
