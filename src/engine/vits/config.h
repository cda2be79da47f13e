#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.h"

namespace parlando::engine::vits {

// HiFi-GAN's two kinds of residual block: each dilated convolution followed by a plain one ("1"), or alone ("2").
enum class ResidualBlock { pairs, single };

// config.json of a Hugging Face VITS model, with that format's defaults for what is absent.
struct Config {
    std::int64_t vocabSize = 38;
    std::int64_t hiddenSize = 192;
    std::int64_t layers = 6;
    std::int64_t heads = 2;
    std::int64_t windowSize = 4;  // relative attention reaches this many symbols to each side
    std::int64_t feedForwardSize = 768;
    std::int64_t feedForwardKernel = 3;
    double layerNormEpsilon = 1e-5;
    std::int64_t flowSize = 192;  // latent channels

    bool stochasticDurations = true;
    std::int64_t durationKernel = 3;
    std::int64_t durationFilter = 256;  // channels of the deterministic predictor
    std::int64_t durationFlows = 4;
    std::int64_t durationFlowBins = 10;
    double durationTailBound = 5.0;
    std::int64_t separableLayers = 3;    // depth-separable convolutions in the stochastic predictor
    std::int64_t separableChannels = 2;  // channels that its flows transform

    std::int64_t flows = 4;
    std::int64_t waveNetLayers = 4;
    std::int64_t waveNetKernel = 5;
    std::int64_t waveNetDilationRate = 1;

    std::int64_t upsampleChannels = 512;
    std::vector<std::int64_t> upsampleRates = {8, 8, 2, 2};
    std::vector<std::int64_t> upsampleKernels = {16, 16, 4, 4};
    ResidualBlock residualBlock = ResidualBlock::pairs;  // the other kind: Piper's medium voices
    std::vector<std::int64_t> resblockKernels = {3, 7, 11};
    std::vector<std::vector<std::int64_t>> resblockDilations = {{1, 3, 5}, {1, 3, 5}, {1, 3, 5}};
    double leakyReluSlope = 0.1;

    std::int64_t speakers = 1;
    std::int64_t speakerEmbeddingSize = 0;

    double noiseScale = 0.667;
    double noiseScaleDuration = 0.8;
    double speakingRate = 1.0;
    int sampleRate = 16000;  // Hz

    std::int64_t samplesPerFrame() const;
};

// Errors name the file and the field: notFound, corrupt (not JSON, wrong type, out of any sensible
// range) and incompatible (not VITS).
Result<Config> readConfig(const std::filesystem::path& file);

// config.json of `folder`, with what the weights will be asked for settled: a model of one speaker has no table of
// speakers, whatever it names, and one of several must have it.
Result<Config> readModelConfig(const std::filesystem::path& folder);

}  // namespace parlando::engine::vits
