#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "base/byte_source.h"
#include "base/result.h"

namespace parlando::server {

// What is refused in an archive that a stranger made.
struct ZipLimits {
    std::size_t entries = 80;
    std::uint64_t unpackedBytes = 200ULL << 20;  // of all entries together
    std::uint64_t ratio = 100;                   // unpacked bytes to one packed byte
};

// Receives the content of one entry, piece by piece, and then, once, nothing: that was all of it.
using ZipSink = std::function<Result<>(std::span<const std::byte>)>;
// Says what to do with an entry; an empty sink means that its content is not wanted.
using ZipVisitor = std::function<Result<ZipSink>(const std::string& name)>;

// Reads a ZIP archive. It is read twice: the directory at its end, and then all of it as it was written; where
// the two do not tell of the same files in the same places it is refused, because other programs would see
// other files in it. So is what zip_directory.h does not take, what is not named in plain ASCII, named
// absolutely or with "..", named twice, or beyond the limits, however small it said it was. Nothing is visited
// before the directory is found in order. Errors: corrupt, resourceLimit, io, and those of the visitor.
Result<> readZip(const ByteSource& archive, const ZipLimits& limits, const ZipVisitor& visit);

}  // namespace parlando::server
