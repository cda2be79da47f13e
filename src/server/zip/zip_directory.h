#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace parlando::server {

// One file or folder of a ZIP archive, as the directory at its end tells of it.
struct ZipEntry {
    std::string name;
    std::uint64_t unpackedBytes = 0;
    std::uint64_t offset = 0;  // of its own header in the archive
    bool isFolder = false;
};

// Reads the directory of an archive (APPNOTE 4.3.12 and 4.3.16), strictly: it fills the archive to its last
// byte, there are no parts, no ZIP64 and no comment. Refuses what is no plain file or folder, encrypted or
// compressed in another way than by deflating. Errors: corrupt, resourceLimit (more than `most` entries), io.
Result<std::vector<ZipEntry>> readZipDirectory(const ByteSource& archive, std::size_t most);

}  // namespace parlando::server
