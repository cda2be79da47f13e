#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "packages/manifest.h"

namespace parlando::packages {

// Cuts an archive into parts and computes every digest of it on the way. What was written is removed by the destructor
// unless `finish` gave it its names.
class PartWriter {
public:
    PartWriter(std::filesystem::path folder, std::uint64_t partBytes, std::uint64_t chunkBytes);
    PartWriter(const PartWriter&) = delete;
    PartWriter& operator=(const PartWriter&) = delete;
    ~PartWriter();

    Result<> write(std::span<const std::byte> bytes);

    // Names the parts `prefix` + first digits of the archive's digest + ".tar.zst.01" and so on: what did not change
    // has the same name in the next release. Fills in size, digest, chunks and parts of `layer`.
    Result<> finish(const std::string& prefix, Layer& layer);

private:
    Result<> beginPart();
    Result<> endPart();
    std::filesystem::path temporary(std::size_t part) const;

    std::filesystem::path m_folder;
    std::uint64_t m_partBytes;
    std::uint64_t m_chunkBytes;
    Descriptor m_file;
    Sha256 m_archive;
    Sha256 m_partHash;
    Sha256 m_chunkHash;
    std::uint64_t m_inPart = 0;
    std::uint64_t m_inChunk = 0;
    std::uint64_t m_size = 0;
    std::vector<Sha256Digest> m_chunks;
    std::vector<Part> m_parts;  // without names
};

}  // namespace parlando::packages
