#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include <ATen/ATen.h>

#include "base/result.h"

namespace parlando::engine::kokoro {

// A voice of Kokoro: a style for every length of the phonemes that are to be spoken, as published in voices/*.pt.
class VoicePack {
public:
    // One tensor [lengths, 1, styleSize] or [lengths, styleSize]. Errors name the file: notFound, corrupt.
    static Result<VoicePack> load(const std::filesystem::path& file, std::int64_t styleSize);

    // For so many phonemes (characters, also those that the model's vocabulary lacks): [1, style size]. The longest
    // where there are more than the pack has lengths.
    at::Tensor style(std::size_t phonemes) const;

private:
    explicit VoicePack(at::Tensor rows) : m_rows(std::move(rows)) {}
    at::Tensor m_rows;  // [lengths, style size], F32 on the CPU
};

}  // namespace parlando::engine::kokoro
