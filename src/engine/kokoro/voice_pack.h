#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "engine/kernels/aligned.h"

namespace parlando::engine::kokoro {

// A voice of Kokoro: a style for every length of the phonemes that are to be spoken, as published in voices/*.pt.
class VoicePack {
public:
    // One tensor [lengths, 1, styleSize] or [lengths, styleSize]. Errors name the file: notFound, corrupt.
    static Result<VoicePack> load(const std::filesystem::path& file, std::size_t styleSize);

    // For so many phonemes (characters, also those that the model's vocabulary lacks); the longest where there are more
    // than the pack has lengths.
    std::span<const float> style(std::size_t phonemes) const;

private:
    VoicePack(kernels::Floats rows, std::size_t lengths, std::size_t styleSize)
        : m_rows(std::move(rows)), m_lengths(lengths), m_styleSize(styleSize) {}

    kernels::Floats m_rows;  // [lengths, style size]
    std::size_t m_lengths;
    std::size_t m_styleSize;
};

}  // namespace parlando::engine::kokoro
