#include "packages/progress.h"

#include <algorithm>

namespace parlando::packages {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPace{100};
constexpr std::chrono::seconds kWindow{5};
constexpr double kLongest = 100.0 * 24 * 3600;  // seconds; a longer time is as good as unknown

}  // namespace

Speed estimateSpeed(const Sample& first, const Sample& last, std::uint64_t left) {
    const double seconds = std::chrono::duration<double>(last.time - first.time).count();
    if (seconds <= 0 || last.bytes <= first.bytes) {
        return {};
    }
    Speed speed{static_cast<double>(last.bytes - first.bytes) / seconds, std::nullopt};
    const double remaining = static_cast<double>(left) / speed.bytesPerSecond;
    if (remaining <= kLongest) {
        speed.remaining = std::chrono::ceil<std::chrono::seconds>(std::chrono::duration<double>(remaining));
    }
    return speed;
}

void ProgressMeter::begin(Phase phase, std::uint64_t present, std::uint64_t total) {
    m_progress = {phase, present, total};
    m_samples = {{Clock::now(), present}};
    report();
}

void ProgressMeter::update(std::uint64_t bytes) {
    m_progress.bytes = std::clamp(bytes, m_progress.bytes, std::max(m_progress.bytes, m_progress.total));
    const auto now = Clock::now();
    if (now - m_reported < kPace) {
        return;
    }
    m_samples.push_back({now, bytes});
    while (m_samples.size() > 2 && now - m_samples[1].time >= kWindow) {
        m_samples.pop_front();
    }
    const auto speed = estimateSpeed(m_samples.front(), m_samples.back(), m_progress.total - m_progress.bytes);
    m_progress.bytesPerSecond = speed.bytesPerSecond;
    m_progress.remaining = speed.remaining;
    report();
}

void ProgressMeter::end() {
    m_progress.bytes = m_progress.total;
    m_progress.remaining = std::chrono::seconds{0};
    report();
}

void ProgressMeter::report() {
    m_reported = Clock::now();
    if (m_onProgress) {
        m_onProgress(m_progress);
    }
}

}  // namespace parlando::packages
