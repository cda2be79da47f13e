#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "packages/active.h"
#include "packages/manifest.h"

// A package in the store. Nothing in it changes after it got its name:
//
//   store/<SHA-256 of the manifest>/manifest.json, manifest.json.sig
//                                   stamps.json    what the files looked like when their content was checked
//                                   tree/…         the files of all layers; libraries find each other by $ORIGIN
namespace parlando::packages {

class PackageFolder {
public:
    explicit PackageFolder(std::filesystem::path path) : m_path(std::move(path)) {}

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path tree() const { return m_path / "tree"; }

    // The manifest, after checking that it is the one that the folder is named after.
    Result<Manifest> manifest() const;

    // Writes what belongs beside the tree, durably. The content of the tree has been checked by the caller.
    Result<> describe(const Manifest& manifest, std::string_view manifestBytes, std::string_view signature) const;

private:
    std::filesystem::path m_path;
};

// How thoroughly a file is looked at. `stamps` trusts a file whose size, inode and time of modification are those that
// were recorded, and reads it whole if they are not; that takes milliseconds, `contents` as long as reading takes.
enum class Check { stamps, contents };

// Whether every file of the package is there and is what the manifest says. Renews stamps that are out of date.
Result<> checkPackage(const PackageFolder& folder, const Manifest& manifest, Check check);

// The same for one layer of it.
Result<> checkLayer(const PackageFolder& folder, const Layer& layer, Check check);

// What active.json says of a package.
InstalledPackage describedBy(const Manifest& manifest, const Sha256Digest& id);

}  // namespace parlando::packages
