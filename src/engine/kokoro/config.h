#pragma once

#include <cstdint>
#include <filesystem>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace parlando::engine::kokoro {

// What config.json of a Kokoro model says and the shapes of its tensors do not.
struct Config {
    std::int64_t heads = 12;   // of ALBERT's attention
    std::int64_t layers = 12;  // of ALBERT; they share their weights
    double layerNormEpsilon = 1e-12;

    std::vector<std::int64_t> upsampleRates;
    std::vector<std::vector<std::int64_t>> resblockDilations;  // of the residual blocks after each upsampling
    std::int64_t hop = 5;                                      // samples between two spectra of the inverse STFT

    int sampleRate = 24000;                                 // Hz
    std::unordered_map<char32_t, std::int64_t> vocabulary;  // phoneme to symbol

    // Samples that one value of the pitch curve lasts; a frame of the duration predictor lasts two of them.
    std::int64_t samplesPerPitch() const;
};

// True if `file` is the configuration of a Kokoro model, whatever is wrong with it.
bool isKokoro(const std::filesystem::path& file);

// Errors name the file and the field: notFound, corrupt (not JSON, wrong type, out of any sensible range) and
// incompatible.
Result<Config> readConfig(const std::filesystem::path& file);

}  // namespace parlando::engine::kokoro
