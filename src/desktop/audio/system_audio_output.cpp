#include <spdlog/spdlog.h>
#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSink>
#include <QMediaDevices>

#include "desktop/audio/audio_output.h"

namespace parlando::desktop {
namespace {

constexpr qsizetype kBufferBytes = 24000 * 2 / 5;  // 200 ms of the server's speech

class SystemAudioOutput final : public AudioOutput {
public:
    bool isAvailable() const override {
        // The list of devices is there from the first question on.
        if (!m_devices) {
            m_devices = std::make_unique<QMediaDevices>();
            connect(m_devices.get(), &QMediaDevices::audioOutputsChanged, this, &AudioOutput::availableChanged);
        }
        return !QMediaDevices::defaultAudioOutput().isNull();
    }

    void start(QIODevice& source, int sampleRate) override {
        stop();
        QAudioFormat format;
        format.setSampleRate(sampleRate);
        format.setChannelCount(1);
        format.setSampleFormat(QAudioFormat::Int16);
        m_sink = std::make_unique<QAudioSink>(QMediaDevices::defaultAudioOutput(), format);
        m_sink->setBufferSize(kBufferBytes);
        connect(
            m_sink.get(), &QAudioSink::stateChanged, this, [this](QAudio::State state) { follow(state); },
            Qt::QueuedConnection);
        m_sink->start(&source);
    }

    void suspend() override {
        if (m_sink) {
            m_sink->suspend();
        }
    }

    void resume() override {
        if (m_sink) {
            m_sink->resume();
        }
    }

    void stop() override {
        if (m_sink) {
            m_sink->disconnect(this);
            m_sink->reset();
            m_sink.reset();
        }
    }

    qint64 pendingBytes() const override { return m_sink ? m_sink->bufferSize() - m_sink->bytesFree() : 0; }

private:
    void follow(QAudio::State state) {
        if (!m_sink) {
            return;
        }
        if (m_sink->error() != QAudio::NoError && m_sink->error() != QAudio::UnderrunError) {
            spdlog::warn("the sound device failed with error {}", static_cast<int>(m_sink->error()));
            emit failed();
        } else if (state == QAudio::IdleState) {
            emit drained();
        }
    }

    mutable std::unique_ptr<QMediaDevices> m_devices;
    std::unique_ptr<QAudioSink> m_sink;
};

}  // namespace

std::unique_ptr<AudioOutput> systemAudioOutput() {
    return std::make_unique<SystemAudioOutput>();
}

}  // namespace parlando::desktop
