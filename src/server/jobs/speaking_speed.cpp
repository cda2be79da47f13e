#include "server/jobs/speaking_speed.h"

#include <algorithm>
#include <cmath>

namespace parlando::server {
namespace {

constexpr double kWeightOfNewest = 0.25;
constexpr double kLongestRetryAfter = 3600.0;

double mixed(double old, double measured) {
    return old + kWeightOfNewest * (measured - old);
}

}  // namespace

SpeakingSpeed SpeakingSpeed::updated(std::size_t textBytes, double speed, double audio, double work) const {
    if (textBytes == 0 || !(audio > 0.0) || !(work >= 0.0)) {
        return *this;
    }
    return {mixed(audioPerByte, audio * speed / static_cast<double>(textBytes)), mixed(realTimeFactor, work / audio)};
}

double workIn(std::span<const PendingText> texts, const SpeakingSpeed& speed) {
    double audio = 0.0;
    for (const PendingText& text : texts) {
        audio += static_cast<double>(text.bytes) * speed.audioPerByte * (1.0 - text.progress) / text.speed;
    }
    return audio * speed.realTimeFactor;
}

int retryAfterSeconds(std::span<const PendingText> texts, const SpeakingSpeed& speed) {
    return static_cast<int>(std::clamp(std::ceil(workIn(texts, speed)), 1.0, kLongestRetryAfter));
}

}  // namespace parlando::server
