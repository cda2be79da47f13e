#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace parlando::audio {

// How audio leaves the program.
enum class Format { wav, flac, mp3, opus, pcm };

// "wav", "flac", "mp3", "opus" or "pcm" (16-bit little-endian mono, no header).
std::string_view name(Format format);
// The type for HTTP: "audio/wav", "audio/flac", "audio/mpeg", "audio/ogg", "audio/pcm".
std::string_view mediaType(Format format);

// By name as above; the error lists the names that exist.
Result<Format> formatFromName(std::string_view name);
// By the extension of a file name, also .ogg (Opus) and .raw (PCM).
Result<Format> formatFromPath(const std::filesystem::path& path);

}  // namespace parlando::audio
