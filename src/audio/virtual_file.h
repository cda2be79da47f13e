#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <sndfile.h>

#include "audio/encoder.h"
#include "base/byte_source.h"

namespace parlando::audio {

// What libsndfile writes, as it sees a file: bytes at the end leave through `take` and are forgotten; bytes
// that it writes over what is already there (header fields that are known at the end) become patches.
class WriteFile {
public:
    static SF_VIRTUAL_IO callbacks();

    // Appends what was written since the last call.
    void take(std::vector<std::byte>& output);
    const std::vector<Patch>& patches() const { return m_patches; }

private:
    std::int64_t seek(std::int64_t offset, int whence);
    void write(std::span<const std::byte> bytes);

    std::vector<std::byte> m_pending;
    std::vector<Patch> m_patches;
    std::uint64_t m_size = 0;
    std::uint64_t m_position = 0;
};

// Bytes that libsndfile reads. What goes wrong in reading them is an end to it, and kept.
class ReadFile {
public:
    explicit ReadFile(const ByteSource& source) : m_source(source) {}
    static SF_VIRTUAL_IO callbacks();

    const Result<>& outcome() const { return m_outcome; }

private:
    std::int64_t seek(std::int64_t offset, int whence);
    std::size_t read(std::span<std::byte> bytes);

    const ByteSource& m_source;
    std::uint64_t m_position = 0;
    Result<> m_outcome;
};

}  // namespace parlando::audio
