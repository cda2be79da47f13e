#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"

// Captions of what was spoken: SubRip (.srt) and WebVTT (.vtt) files, or JSON.
namespace parlando::server {

enum class CaptionFormat { srt, vtt, json };
std::optional<CaptionFormat> captionFormat(std::string_view name);  // "srt"

struct Cue {
    double start = 0.0;  // seconds
    double end = 0.0;
    std::vector<std::string> lines;
};

inline constexpr std::size_t kLongestLine = 42;  // characters
inline constexpr std::size_t kMostLines = 2;
inline constexpr double kLongestCue = 7.0;  // seconds

// The text in pieces that can be read while they are heard: at most two lines and seven seconds, cut at the ends of
// sentences, else at clauses, else where they are full. `words` are those of writtenWords. Cues do not overlap.
std::vector<Cue> cuesOf(std::string_view text, std::span<const engine::SpokenWord> words);

// The whole file; `spoken` as the engine told it.
std::string captionsOf(CaptionFormat format, std::string_view text, std::span<const engine::SpokenWord> spoken);

}  // namespace parlando::server
