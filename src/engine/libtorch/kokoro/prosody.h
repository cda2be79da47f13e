#pragma once

#include <string>
#include <vector>

#include "engine/libtorch/kokoro/layers.h"

// How long each symbol lasts, how high and how loud it is (Li et al., "StyleTTS 2", 2023), and the text as the decoder
// gets it.
namespace parlando::engine::libtorch::kokoro {

class ProsodyPredictor {
public:
    // `hidden` is the size of the text model's output.
    ProsodyPredictor(Weights& weights, std::int64_t hidden);

    std::int64_t styleSize() const { return m_styleSize; }

    // [symbols, hidden] to [symbols, hidden + style size]; `style` is [1, style size] everywhere.
    at::Tensor encode(const at::Tensor& text, const at::Tensor& style) const;
    // Of what `encode` gives: frames of each symbol at normal speed, [symbols].
    at::Tensor durations(const at::Tensor& encoded) const;

    struct Curves {
        at::Tensor pitch;   // [1, 2 * frames]: fundamental frequency in Hz
        at::Tensor energy;  // the same shape
    };
    // `encoded` with every symbol repeated for as many frames as it lasts.
    Curves curves(const at::Tensor& encoded, const at::Tensor& style) const;

private:
    struct Layer {
        Lstm lstm;
        Linear style;
    };
    struct Curve {
        std::vector<ResidualBlock> blocks;
        Convolution project;
    };
    Curve readCurve(Weights& weights, const std::string& name) const;
    static at::Tensor run(const Curve& curve, const at::Tensor& frames, const at::Tensor& style);

    std::int64_t m_styleSize = 0;
    std::vector<Layer> m_encoder;
    Lstm m_durationLstm, m_curveLstm;
    Linear m_durations;
    Curve m_pitch, m_energy;
};

class TextEncoder {
public:
    explicit TextEncoder(Weights& weights);

    std::int64_t symbols() const { return extent(m_embedding, 0); }
    std::int64_t outputs() const { return m_lstm.outputs(); }

    at::Tensor operator()(const at::Tensor& ids /* [symbols] */) const;  // [1, outputs, symbols]

private:
    struct Layer {
        Convolution convolution;
        LayerNorm norm;
    };
    at::Tensor m_embedding;  // [symbols, channels]
    std::vector<Layer> m_layers;
    Lstm m_lstm;
};

}  // namespace parlando::engine::libtorch::kokoro
