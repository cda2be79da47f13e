#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <ATen/ATen.h>

#include "base/result.h"
#include "engine/kokoro/config.h"
#include "engine/libtorch/kokoro/trace.h"

// Kokoro for inference: StyleTTS 2 (Li et al., 2023) with the decoder of iSTFTNet (Kaneko et al., 2022), as its weights
// are published: config.json and a PyTorch checkpoint. Every size comes from the tensors.
namespace parlando::engine::kokoro {

enum class NoiseKind {
    phases,  // initial phases of the harmonics, uniform from 0 to 1: [1, harmonics]
    source,  // standard normal: [1, samples, harmonics]
};
// Noise of `shape`, F32 on any device.
using NoiseSource = std::function<at::Tensor(NoiseKind kind, at::IntArrayRef shape)>;

// Gets how many frames each symbol lasts; a frame is two values of the pitch curve.
using DurationSink = std::function<void(std::span<const std::int64_t> frames)>;

// No piece of text that a caller should give at once lasts longer.
inline constexpr double kLongestSpeech = 60.0;  // seconds

class Model {
public:
    // Reads `folder`/config.json and the weights beside it: the one *.pth file, or model.safetensors. Errors name the
    // file and the field or tensor: notFound, corrupt, incompatible.
    static Result<std::unique_ptr<Model>> load(const std::filesystem::path& folder);

    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;
    ~Model();

    const Config& config() const;
    std::int64_t longestInput() const;  // symbols
    std::int64_t styleSize() const;     // of a voice: the decoder's part, then the predictor's

    // Symbols to audio: F32 [samples] on the compute device, -1 to 1, config().sampleRate Hz. `ids` are symbols of
    // config().vocabulary with 0 at both ends, at most longestInput(); `style` is [1, styleSize()]; `speed` 2.0 speaks
    // twice as fast. Fails with `corrupt` if it would last longer than kLongestSpeech. Throws c10::Error where libtorch
    // does (out of memory): the caller is the seam.
    Result<at::Tensor> synthesise(const std::vector<std::int64_t>& ids, const at::Tensor& style, double speed,
                                  const NoiseSource& noise, const Trace& trace = {},
                                  const DurationSink& durations = {}) const;

private:
    struct Parts;
    explicit Model(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace parlando::engine::kokoro
