#pragma once

#include <chrono>

#include <QTimer>

#include "desktop/audio/audio_output.h"

namespace parlando::desktop {

// A sound device that nobody hears: it takes samples from its source, as much as a test lets it, or by itself
// much faster than time.
class SilentOutput final : public AudioOutput {
    Q_OBJECT

public:
    enum class Pace { byHand, fast };

    explicit SilentOutput(Pace pace) {
        if (pace == Pace::fast) {
            m_timer.setInterval(std::chrono::milliseconds(1));
        }
        connect(&m_timer, &QTimer::timeout, this, [this] { take(kFastSeconds); });
        m_fast = pace == Pace::fast;
    }

    bool isAvailable() const override { return m_available; }
    void setAvailable(bool available) {
        m_available = available;
        emit availableChanged();
    }

    void start(QIODevice& source, int sampleRate) override {
        m_source = &source;
        m_sampleRate = sampleRate;
        resume();
    }
    void suspend() override { m_timer.stop(); }
    void resume() override {
        if (m_fast) {
            m_timer.start();
        }
    }
    void stop() override {
        m_timer.stop();
        m_source = nullptr;
    }
    qint64 pendingBytes() const override { return 0; }

    // Plays `seconds`, or what there is.
    void take(double seconds) {
        if (m_source == nullptr) {
            return;
        }
        const auto wanted = static_cast<qint64>(seconds * m_sampleRate) * 2;
        if (m_source->read(wanted).size() < wanted) {
            emit drained();
        }
    }

private:
    static constexpr double kFastSeconds = 0.5;

    bool m_available = true;
    bool m_fast = false;
    QIODevice* m_source = nullptr;
    int m_sampleRate = 0;
    QTimer m_timer;
};

}  // namespace parlando::desktop
