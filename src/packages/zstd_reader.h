#pragma once

#include <memory>
#include <vector>

#include "packages/byte_source.h"

namespace parlando::packages {

// A window (the memory that a decoder needs) of 8 MiB at most; every encoder level up to 19 keeps to it.
inline constexpr int kZstdWindowLog = 23;

// Decompresses one zstd frame. Anything behind the frame, a window above the limit, and more than `limit` bytes of
// content are errors: what an archive may become is known before it is opened.
class ZstdReader : public ByteSource {
public:
    ZstdReader(ByteSource& compressed, std::uint64_t limit);
    ~ZstdReader() override;

    Result<std::span<const std::byte>> next() override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace parlando::packages
