#pragma once

#include <functional>
#include <stop_token>

#include "packages/byte_source.h"
#include "packages/manifest.h"

namespace parlando::packages {

// Where the files of an archive go. Each is begun, written and ended before the next one.
class TreeSink {
public:
    virtual ~TreeSink() = default;

    virtual Result<> begin(const TreeFile& file) = 0;
    virtual Result<> write(std::span<const std::byte> bytes) = 0;
    virtual Result<> end(const TreeFile& file) = 0;  // size and digest have been compared
};

// Bytes of the archive's files that have been unpacked so far.
using UnpackProgress = std::function<void(std::uint64_t bytes)>;

// Reads a layer's .tar.zst and gives its files to `sink`: exactly those of the manifest's tree, each once, with exactly
// their content. Folders may have entries of their own. Everything else that a tar archive can hold is an error: links,
// devices, attributes, sparse files, modes beyond permissions, names that are not in the tree, anything behind the end.
// Stops with ErrorCode::cancelled within a block (128 KiB) of a request.
Result<> unpack(const Layer& layer, ByteSource& archive, TreeSink& sink, const std::stop_token& stop = {},
                const UnpackProgress& progress = {});

}  // namespace parlando::packages
