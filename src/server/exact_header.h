#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "audio/format.h"

namespace parlando::server {

// Bytes to put over bytes that were written before.
struct Patch {
    std::uint64_t offset = 0;
    std::vector<std::byte> bytes;
};

// An encoder that writes to a stream cannot know how long the audio will be. Where the result is a file,
// these patches make its header tell the truth: RIFF and data sizes of WAV, number of samples of FLAC.
// `head` is the beginning of the file, at least kHeaderBytes of it or all; `size` its length in bytes. A
// WAV of 4 GiB or more keeps its "longer than I can say".
inline constexpr std::size_t kHeaderBytes = 512;
std::vector<Patch> exactHeader(audio::Format format, std::span<const std::byte> head, std::uint64_t size,
                               std::uint64_t samples);

}  // namespace parlando::server
