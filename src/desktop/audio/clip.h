#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QTemporaryFile>

#include "base/result.h"

namespace parlando::desktop {

// Speech as the window holds it: 16-bit mono samples that may still be arriving. They lie in a temporary
// file, so an hour of speech costs no memory; only one peak for every 20 ms is kept for the waveform.
class Clip : public QObject {
    Q_OBJECT

public:
    explicit Clip(int sampleRate, QObject* parent = nullptr);

    int sampleRate() const { return m_sampleRate; }  // Hz
    qint64 sampleCount() const { return m_sampleCount; }
    double seconds() const { return static_cast<double>(m_sampleCount) / m_sampleRate; }
    bool isComplete() const { return m_complete; }

    // Little-endian samples. Errors: io (the disk is full).
    Result<> append(std::span<const std::int16_t> samples);
    void complete();

    // Fewer samples than asked for at the end of what has arrived.
    std::vector<std::int16_t> samples(qint64 first, qint64 count) const;

    // The loudest sample of each of `count` equal parts of `span` seconds, 0 to 1; 0 where nothing is yet.
    QList<qreal> peaks(int count, double span) const;

    // Writes a WAV file with an exact header, complete or not at all. Errors: io.
    Result<> saveWav(const QString& path) const;

signals:
    void grown();
    void completed();

private:
    void addPeaks(std::span<const std::int16_t> samples);

    int m_sampleRate;
    qint64 m_sampleCount = 0;
    bool m_complete = false;
    mutable QTemporaryFile m_file;
    std::vector<float> m_peaks;  // one for every `m_samplesPerPeak`
    int m_samplesPerPeak;
};

// Reads a WAV stream of 16-bit samples, one channel or two, while it arrives; a raw stream is samples only.
class SampleReader {
public:
    enum class Form { wav, raw };
    explicit SampleReader(Form form) : m_headerRead(form == Form::raw) {}

    // The samples of `bytes`, mixed to one channel. Errors: corrupt, incompatible.
    Result<std::vector<std::int16_t>> feed(const QByteArray& bytes);

    // Hz; known with the first samples. 24,000 for a raw stream, which is what the server makes.
    int sampleRate() const { return m_sampleRate; }

private:
    Result<> readHeader();

    QByteArray m_pending;
    bool m_headerRead;
    int m_sampleRate = 24000;
    int m_channels = 1;
};

}  // namespace parlando::desktop
