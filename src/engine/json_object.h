#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.h"

// JSON out of files that strangers made: the header of a safetensors file, the configuration of a voice.
namespace parlando::engine {

// An object that is nested at most kMaximumJsonDepth deep and names nothing twice (JSON forbids that only in
// spirit: one parser keeps the first, another the last). Error: corrupt.
Result<nlohmann::json> parseObject(std::string_view text);

// The same from a file of at most `limit` bytes; errors name the file.
Result<nlohmann::json> readObject(const std::filesystem::path& file, std::uint64_t limit);

inline constexpr int kMaximumJsonDepth = 16;

}  // namespace parlando::engine
