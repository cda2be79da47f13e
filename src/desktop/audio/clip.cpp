#include "desktop/audio/clip.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include <QCoreApplication>
#include <QSaveFile>
#include <QtEndian>

namespace parlando::desktop {
namespace {

constexpr int kPeaksPerSecond = 50;
constexpr qsizetype kSampleBytes = 2;
constexpr qsizetype kMaximumHeaderBytes = 64 * 1024;
constexpr qint64 kCopyBytes = qint64{1} << 20;

template <class T>
T littleEndian(const QByteArray& bytes, qsizetype offset) {
    return qFromLittleEndian<T>(bytes.constData() + offset);
}

template <class T>
void put(QByteArray& bytes, T value) {
    const T encoded = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char*>(&encoded), sizeof(encoded));
}

QByteArray wavHeader(int sampleRate, quint32 dataBytes) {
    QByteArray header("RIFF");
    put<quint32>(header, dataBytes + 36);
    header.append("WAVEfmt ");
    put<quint32>(header, 16);
    put<quint16>(header, 1);
    put<quint16>(header, 1);
    put<quint32>(header, static_cast<quint32>(sampleRate));
    put<quint32>(header, static_cast<quint32>(sampleRate) * 2);
    put<quint16>(header, 2);
    put<quint16>(header, 16);
    header.append("data");
    put<quint32>(header, dataBytes);
    return header;
}

Error cannotWrite(const QString& reason) {
    return {ErrorCode::io, QCoreApplication::translate("Clip",
                                                       "The audio cannot be written: %1. Free some space or choose "
                                                       "another folder.")
                               .arg(reason)
                               .toStdString()};
}

}  // namespace

Clip::Clip(int sampleRate, QObject* parent)
    : QObject(parent), m_sampleRate(sampleRate), m_samplesPerPeak(std::max(1, sampleRate / kPeaksPerSecond)) {}

Result<> Clip::append(std::span<const std::int16_t> samples) {
    if (!m_file.isOpen() && !m_file.open()) {
        return failure(cannotWrite(m_file.errorString()));
    }
    const auto bytes = static_cast<qint64>(samples.size_bytes());
    m_file.seek(m_sampleCount * kSampleBytes);
    if (m_file.write(reinterpret_cast<const char*>(samples.data()), bytes) != bytes) {
        return failure(cannotWrite(m_file.errorString()));
    }
    addPeaks(samples);
    m_sampleCount += static_cast<qint64>(samples.size());
    emit grown();
    return {};
}

void Clip::addPeaks(std::span<const std::int16_t> samples) {
    auto index = m_sampleCount;
    for (const auto sample : samples) {
        const auto slot = static_cast<std::size_t>(index++ / m_samplesPerPeak);
        if (slot >= m_peaks.size()) {
            m_peaks.resize(slot + 1, 0.0F);
        }
        m_peaks[slot] = std::max(m_peaks[slot], std::abs(static_cast<float>(sample)) / 32768.0F);
    }
}

void Clip::complete() {
    m_complete = true;
    emit completed();
}

std::vector<std::int16_t> Clip::samples(qint64 first, qint64 count) const {
    count = std::clamp<qint64>(m_sampleCount - first, 0, count);
    std::vector<std::int16_t> result(static_cast<std::size_t>(count));
    m_file.seek(first * kSampleBytes);
    const auto read = m_file.read(reinterpret_cast<char*>(result.data()), count * kSampleBytes);
    result.resize(static_cast<std::size_t>(std::max<qint64>(read, 0) / kSampleBytes));
    return result;
}

QList<qreal> Clip::peaks(int count, double span) const {
    QList<qreal> result(count, 0.0);
    const double step = std::max(span, seconds()) * kPeaksPerSecond / count;  // of m_peaks for one bar
    for (int bar = 0; bar < count && step > 0.0; ++bar) {
        const auto first = static_cast<std::size_t>(bar * step);
        const auto last = std::max(first + 1, static_cast<std::size_t>((bar + 1) * step));
        for (auto slot = first; slot < std::min(last, m_peaks.size()); ++slot) {
            result[bar] = std::max<qreal>(result[bar], static_cast<qreal>(m_peaks[slot]));
        }
    }
    return result;
}

Result<> Clip::saveWav(const QString& path) const {
    const auto bytes = m_sampleCount * kSampleBytes;
    if (bytes > std::numeric_limits<qint32>::max()) {
        return failure(
            ErrorCode::resourceLimit,
            QCoreApplication::translate("Clip", "A WAV file cannot be this long. Save as FLAC.").toStdString());
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        return failure(cannotWrite(file.errorString()));
    }
    file.write(wavHeader(m_sampleRate, static_cast<quint32>(bytes)));
    m_file.seek(0);
    for (qint64 left = bytes; left > 0;) {
        const auto piece = m_file.read(std::min(left, kCopyBytes));
        if (piece.isEmpty()) {
            return failure(cannotWrite(m_file.errorString()));
        }
        file.write(piece);
        left -= piece.size();
    }
    if (!file.commit()) {
        return failure(cannotWrite(file.errorString()));
    }
    return {};
}

// RIFF, then chunks of a name, a length and content; `fmt ` comes before `data`. A live stream says a length
// that nobody believes, so `data` is whatever follows.
Result<> SampleReader::readHeader() {
    const auto corrupt = [](const char* what) {
        return failure(ErrorCode::corrupt, std::string("the audio is not a WAV stream: ") + what);
    };
    if (m_pending.size() < 12) {
        return {};
    }
    if (!m_pending.startsWith("RIFF") || m_pending.mid(8, 4) != "WAVE") {
        return corrupt("it does not begin with RIFF");
    }
    for (qsizetype at = 12; at + 8 <= m_pending.size();) {
        const auto name = m_pending.mid(at, 4);
        const auto length = static_cast<qsizetype>(littleEndian<quint32>(m_pending, at + 4));
        if (name == "data") {
            m_pending.remove(0, at + 8);
            m_headerRead = true;
            return {};
        }
        if (length > kMaximumHeaderBytes) {
            return corrupt("its header is too long");
        }
        if (at + 8 + length > m_pending.size()) {
            break;
        }
        if (name == "fmt ") {
            if (length < 16) {
                return corrupt("its format is cut short");
            }
            m_channels = littleEndian<quint16>(m_pending, at + 10);
            m_sampleRate = static_cast<int>(littleEndian<quint32>(m_pending, at + 12));
            const auto bits = littleEndian<quint16>(m_pending, at + 22);
            if (m_channels < 1 || m_channels > 2 || bits != 16 || m_sampleRate < 8000 || m_sampleRate > 192000) {
                return failure(ErrorCode::incompatible, "only 16-bit audio of one or two channels can be played");
            }
        }
        at += 8 + length + (length & 1);
    }
    return m_pending.size() > kMaximumHeaderBytes ? corrupt("it has no data") : Result<>{};
}

Result<std::vector<std::int16_t>> SampleReader::feed(const QByteArray& bytes) {
    m_pending.append(bytes);
    if (!m_headerRead) {
        PARLANDO_TRY(readHeader());
        if (!m_headerRead) {
            return std::vector<std::int16_t>{};
        }
    }
    const auto frames = m_pending.size() / (kSampleBytes * m_channels);
    std::vector<std::int16_t> samples(static_cast<std::size_t>(frames));
    for (qsizetype frame = 0; frame < frames; ++frame) {
        int sum = 0;
        for (int channel = 0; channel < m_channels; ++channel) {
            sum += littleEndian<qint16>(m_pending, (frame * m_channels + channel) * kSampleBytes);
        }
        samples[static_cast<std::size_t>(frame)] = static_cast<std::int16_t>(sum / m_channels);
    }
    m_pending.remove(0, frames * kSampleBytes * m_channels);
    return samples;
}

}  // namespace parlando::desktop
