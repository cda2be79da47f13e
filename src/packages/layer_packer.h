#pragma once

#include <filesystem>
#include <vector>

#include "packages/part_writer.h"

namespace parlando::packages {

// A file that will be in a layer.
struct InputFile {
    std::string path;  // relative to the folder
    TreeFile::Kind kind = TreeFile::Kind::plain;
};

// The files below a folder, sorted by path. A link, a device or a name that a package cannot hold is an error.
Result<std::vector<InputFile>> filesBelow(const std::filesystem::path& folder);

// Writes `files` as .tar.zst: nothing but names, sizes and permissions, so that the same files give the same bytes.
// Gives the tree of the layer.
Result<std::vector<TreeFile>> packLayer(const std::filesystem::path& folder, const std::vector<InputFile>& files,
                                        int compressionLevel, PartWriter& output);

}  // namespace parlando::packages
