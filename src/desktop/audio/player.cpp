#include "desktop/audio/player.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

#include "desktop/models/presentation.h"

namespace parlando::desktop {
namespace {

using std::chrono_literals::operator""ms;

constexpr auto kTick = 33ms;
constexpr auto kGrowthUpdate = 100ms;
constexpr int kBars = 140;  // of the waveform
constexpr qint64 kSampleBytes = 2;

}  // namespace

void ClipSource::setClip(std::shared_ptr<Clip> clip, qint64 position) {
    m_clip = std::move(clip);
    m_position = position;
}

qint64 ClipSource::bytesAvailable() const {
    if (!m_clip) {
        return 0;
    }
    // Silence is always at hand while more is to come.
    const auto left = (m_clip->sampleCount() - m_position) * kSampleBytes;
    return (m_clip->isComplete() ? left : std::max<qint64>(left, m_clip->sampleRate() * kSampleBytes)) +
           QIODevice::bytesAvailable();
}

qint64 ClipSource::readData(char* data, qint64 maximum) {
    if (!m_clip) {
        return 0;
    }
    const auto samples = m_clip->samples(m_position, maximum / kSampleBytes);
    const auto bytes = static_cast<qint64>(samples.size()) * kSampleBytes;
    std::memcpy(data, samples.data(), static_cast<std::size_t>(bytes));
    m_position += static_cast<qint64>(samples.size());
    if (m_clip->isComplete()) {
        return bytes;
    }
    const auto whole = maximum / kSampleBytes * kSampleBytes;
    std::memset(data + bytes, 0, static_cast<std::size_t>(whole - bytes));
    return whole;
}

Player::Player(std::unique_ptr<AudioOutput> output, QObject* parent)
    : QObject(parent), m_output(std::move(output)), m_peaks(kBars, 0.0) {
    m_source.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    m_ticks.setInterval(kTick);
    m_growth.setInterval(kGrowthUpdate);
    m_growth.setSingleShot(true);
    connect(&m_ticks, &QTimer::timeout, this, &Player::positionChanged);
    connect(&m_growth, &QTimer::timeout, this, &Player::measure);
    connect(m_output.get(), &AudioOutput::availableChanged, this, &Player::availableChanged);
    connect(m_output.get(), &AudioOutput::drained, this, [this] {
        if (m_clip && m_clip->isComplete() && m_source.position() >= m_clip->sampleCount()) {
            stop();
        }
    });
    connect(m_output.get(), &AudioOutput::failed, this, [this] {
        pause();
        emit availableChanged();
    });
}

Player::~Player() {
    m_output->stop();
}

double Player::position() const {
    if (!m_clip) {
        return 0.0;
    }
    const auto pending = m_state == Playing ? m_output->pendingBytes() / kSampleBytes : 0;
    return static_cast<double>(std::max<qint64>(0, m_source.position() - pending)) / m_clip->sampleRate();
}

double Player::duration() const {
    return m_clip ? m_clip->seconds() : 0.0;
}

double Player::span() const {
    return isComplete() ? duration() : std::max(duration(), m_expectedSeconds);
}

QString Player::positionText() const {
    return clockText(position());
}

QString Player::durationText() const {
    return clockText(duration());
}

void Player::measure() {
    m_peaks = m_clip->peaks(kBars, span());
    emit durationChanged();
}

void Player::setState(State state) {
    if (state == Playing) {
        m_ticks.start();
    } else {
        m_ticks.stop();
    }
    if (std::exchange(m_state, state) != state) {
        emit stateChanged();
    }
    emit positionChanged();
}

void Player::load(std::shared_ptr<Clip> clip, const QString& title, double expectedSeconds, double position) {
    m_output->stop();
    if (m_clip) {
        m_clip->disconnect(this);
    }
    m_clip = std::move(clip);
    m_title = title;
    m_expectedSeconds = expectedSeconds;
    m_source.setClip(m_clip, static_cast<qint64>(position * m_clip->sampleRate()));
    connect(m_clip.get(), &Clip::grown, this, [this] {
        if (!m_growth.isActive()) {
            m_growth.start();
        }
    });
    connect(m_clip.get(), &Clip::completed, this, &Player::measure);
    emit clipChanged();
    measure();
    if (isAvailable()) {
        startAt(m_source.position());
    } else {
        setState(Stopped);
    }
}

void Player::startAt(qint64 sample) {
    m_source.seekTo(sample);
    m_output->start(m_source, m_clip->sampleRate());
    setState(Playing);
}

void Player::play() {
    if (!m_clip || m_state == Playing || !isAvailable()) {
        return;
    }
    if (m_state == Paused) {
        m_output->resume();
        setState(Playing);
        return;
    }
    const bool atEnd = m_clip->isComplete() && m_source.position() >= m_clip->sampleCount();
    startAt(atEnd ? 0 : m_source.position());
}

void Player::pause() {
    if (m_state == Playing) {
        m_output->suspend();
        setState(Paused);
    }
}

void Player::toggle() {
    if (m_state == Playing) {
        pause();
    } else {
        play();
    }
}

void Player::stop() {
    m_output->stop();
    setState(Stopped);
}

void Player::seek(double seconds) {
    if (!m_clip) {
        return;
    }
    const auto sample = static_cast<qint64>(std::clamp(seconds, 0.0, duration()) * m_clip->sampleRate());
    if (m_state == Playing) {
        m_output->stop();
        startAt(sample);
        return;
    }
    // What a paused device still holds belongs to the old place.
    m_output->stop();
    m_source.seekTo(sample);
    setState(Stopped);
}

}  // namespace parlando::desktop
