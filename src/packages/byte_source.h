#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"

namespace parlando::packages {

// Bytes in order, from wherever they lie.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    // The next bytes, valid until the next call; empty at the end.
    virtual Result<std::span<const std::byte>> next() = 0;
};

}  // namespace parlando::packages
