#pragma once

#include <string>
#include <vector>

#include "engine/kokoro/layers.h"

// How long each symbol lasts, how high and how loud it is (Li et al., "StyleTTS 2", 2023), and the text as the decoder
// gets it.
namespace parlando::engine::kokoro {

class ProsodyPredictor {
public:
    // `hidden` is the size of the text model's output.
    ProsodyPredictor(Values& values, std::int64_t hidden);

    std::int64_t styleSize() const { return m_styleSize; }

    // Rows of `hidden` channels to rows of so many and the style; `style` has styleSize() values everywhere.
    Rows encode(kernels::WorkerPool& pool, const Rows& text, std::span<const float> style) const;
    // Of what `encode` gives: frames of each symbol at normal speed.
    std::vector<float> durations(kernels::WorkerPool& pool, const Rows& encoded) const;

    struct Curves {
        Rows pitch;   // two values a frame: the fundamental frequency in Hz
        Rows energy;  // as many
    };
    // `encoded` with every symbol repeated for as many frames as it lasts.
    Curves curves(kernels::WorkerPool& pool, const Rows& encoded, std::span<const float> style) const;

private:
    struct Layer {
        Lstm lstm;
        kernels::Convolution style;
    };
    struct Curve {
        std::vector<ResidualBlock> blocks;
        kernels::Convolution project;
    };
    Curve readCurve(Values& values, const std::string& name) const;
    static Rows run(kernels::WorkerPool& pool, const Curve& curve, const Rows& frames, std::span<const float> style);

    std::int64_t m_styleSize = 0;
    std::vector<Layer> m_encoder;
    Lstm m_durationLstm, m_curveLstm;
    kernels::Convolution m_durations;
    Curve m_pitch, m_energy;
};

class TextEncoder {
public:
    explicit TextEncoder(Values& values);

    std::int64_t symbols() const { return m_embedding.shape.empty() ? 0 : m_embedding.shape[0]; }
    std::int64_t outputs() const { return m_lstm.outputs(); }

    // `ids` are below symbols(); a row for each.
    Rows operator()(kernels::WorkerPool& pool, std::span<const std::int64_t> ids) const;

private:
    struct Layer {
        kernels::Convolution convolution;
        ChannelNorm norm;
    };
    Values::Array m_embedding;  // [symbols, channels]
    std::vector<Layer> m_layers;
    Lstm m_lstm;
};

}  // namespace parlando::engine::kokoro
