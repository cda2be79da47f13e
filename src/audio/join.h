#pragma once

#include <span>
#include <vector>

namespace parlando::audio {

// What is needed to put separately spoken sentences one after the other without clicks.

// The part of `samples` from `keepSeconds` before its first audible sound to `keepSeconds` after its last.
// Audible is measured against the loudest part, so a quiet utterance is trimmed like a loud one. Empty if
// there is nothing but silence.
std::span<float> trimSilence(std::span<float> samples, int sampleRate, double keepSeconds);

// Raises the volume from zero over the first 5 ms and lowers it to zero over the last 5 ms, in place.
void fadeEdges(std::span<float> samples, int sampleRate);

std::vector<float> silence(double seconds, int sampleRate);

}  // namespace parlando::audio
