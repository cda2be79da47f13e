#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include <ATen/ATen.h>

#include "base/result.h"
#include "engine/vits/config.h"

// VITS for inference (Kim, Kong and Son, "Conditional Variational Autoencoder with Adversarial Learning
// for End-to-End Text-to-Speech", 2021). Every dimension comes from the files of the voice; see checkpoint.h.
namespace parlando::engine::vits {

struct Scales {
    double noise = 0.0;          // standard deviation of the prior that is kept, 0 to 1
    double noiseDuration = 0.0;  // the same for the stochastic duration predictor
    double speakingRate = 1.0;   // 2.0 speaks twice as fast
};

enum class NoiseKind { duration, latent };
// Standard normal noise of `shape`, F32 on any device; asked for only where its scale is not 0.
using NoiseSource = std::function<at::Tensor(NoiseKind kind, at::IntArrayRef shape)>;

// Sees each intermediate result under the name that the parity fixtures use ("text_hidden",
// "log_durations", "waveform", …), in the fixtures' shapes.
using Trace = std::function<void(std::string_view stage, const at::Tensor& value)>;

// A symbol of speech lasts well under a second; at the usual 10 ms a frame this allows 5 s.
inline constexpr std::int64_t kMaximumFramesPerSymbol = 500;

class Model {
public:
    // Reads the voice in `folder`. Errors name the file and the field or tensor: notFound, corrupt, incompatible.
    static Result<std::unique_ptr<Model>> load(const std::filesystem::path& folder);

    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;
    ~Model();

    const Config& config() const;

    // Symbols to audio: F32 [samples] on the compute device, -1 to 1, config().sampleRate Hz. `ids` are not empty and
    // below config().vocabSize; `speaker` is ignored by a model with one speaker. Fails with `corrupt` if the weights
    // ask for more than kMaximumFramesPerSymbol. Throws c10::Error where libtorch does (out of memory): the caller is
    // the seam.
    Result<at::Tensor> synthesise(const std::vector<std::int64_t>& ids, int speaker, const Scales& scales,
                                  const NoiseSource& noise, const Trace& trace = {}) const;

private:
    struct Parts;
    explicit Model(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace parlando::engine::vits
