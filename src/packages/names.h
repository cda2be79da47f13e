#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace parlando::packages {

// Names and paths that mean the same on every file system: printable ASCII, so that no two Unicode spellings of a
// name exist, and nothing that Linux, macOS or Windows treats specially.

// A file name: no separator, no drive, no wildcard, no device of Windows, no dot or space at the end.
Result<> checkName(std::string_view name);

// Names with '/' between, at most 32 deep and 512 bytes long; never absolute, never with '.' or '..'.
Result<> checkPath(std::string_view path);

// Letters in lower case: what a file system that ignores case compares.
std::string foldCase(std::string_view name);

// The paths of a tree. Refuses what one file system could take for the same file, or for a file and a folder.
class PathSet {
public:
    Result<> insert(const std::string& path);
    bool isFolder(const std::string& path) const;  // of a path that was inserted

private:
    std::set<std::string> m_files;                 // folded
    std::map<std::string, std::string> m_folders;  // folded, as they are spelt
};

}  // namespace parlando::packages
