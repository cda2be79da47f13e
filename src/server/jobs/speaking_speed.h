#pragma once

#include <cstddef>
#include <span>

namespace parlando::server {

// How fast this machine speaks, from the jobs that it has done.
struct SpeakingSpeed {
    // Before anything was measured: English at a usual pace, and a slow machine.
    double audioPerByte = 0.065;  // seconds of audio for a byte of text at speed 1
    double realTimeFactor = 0.1;  // seconds of work for a second of audio

    // With what one more job took; newer jobs count for more. All in seconds, `speed` as in the request.
    SpeakingSpeed updated(std::size_t textBytes, double speed, double audio, double work) const;
};

// Text that is still to be spoken.
struct PendingText {
    std::size_t bytes = 0;
    double speed = 1.0;     // as in the request: at 2 there is half as much audio to make
    double progress = 0.0;  // share that has been spoken, 0 to 1
};

// Seconds of work in all of it.
double workIn(std::span<const PendingText> texts, const SpeakingSpeed& speed);

// For the Retry-After of a client that found no place: whole seconds, 1 to 3600, until what waits now has been
// spoken.
int retryAfterSeconds(std::span<const PendingText> texts, const SpeakingSpeed& speed);

}  // namespace parlando::server
