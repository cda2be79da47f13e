#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/result.h"

// System calls that the packages need, with errors that name the path.
namespace parlando::packages {

// The error of the last system call: "cannot write /…/file: the disk is full".
tl::unexpected<Error> systemFailure(std::string_view action, const std::filesystem::path& path);

// Makes renames, new names and removals in a folder survive a power cut.
Result<> syncFolder(const std::filesystem::path& folder);

// Puts `content` in the place of a file, so that after any crash there is the old content or the new one.
Result<> replaceFile(const std::filesystem::path& path, std::string_view content);

// Removes a file or a folder with everything in it; links are removed, not followed.
Result<> removeAll(const std::filesystem::path& path);

enum class Waiting { patient, none };

// Keeps other processes out until it is destroyed. What is right must be right without it, too: some file systems
// cannot lock, and then this says nothing and locks nothing. ErrorCode::busy if somebody else has it.
class FolderLock {
public:
    static Result<FolderLock> take(const std::filesystem::path& folder, Waiting waiting);

private:
    explicit FolderLock(Descriptor descriptor) : m_descriptor(std::move(descriptor)) {}

    Descriptor m_descriptor;
};

}  // namespace parlando::packages
