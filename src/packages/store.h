#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "packages/active.h"
#include "packages/manifest.h"
#include "packages/package_folder.h"
#include "packages/system.h"

namespace parlando::packages {

// The newest manifest of a variant and flavour that was ever accepted.
struct SeenManifest {
    std::uint64_t sequence = 0;
    Sha256Digest manifest;
};

// What to start instead of the backend that came with the application.
struct Launch {
    InstalledPackage package;
    std::filesystem::path executable;
};

struct LaunchDecision {
    std::optional<Launch> launch;  // nothing: start the application's own
    std::string reason;            // why it is not the active package; empty if it is, or if none is installed
};

// A private folder in the making. Removed by the destructor unless it was published.
class StagingFolder {
public:
    StagingFolder(StagingFolder&&) noexcept = default;
    ~StagingFolder();

    const std::filesystem::path& path() const { return m_path; }

private:
    friend class PackageStore;
    StagingFolder(std::filesystem::path path, FolderLock lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}

    std::filesystem::path m_path;
    FolderLock m_lock;  // tells a sweep that somebody is at work here
};

// The folder `backends` of the data folder:
//
//   active.json      which package runs (active.h); replaced as a whole, so it decides everything
//   sequences.json   the newest manifests that were seen
//   store/<id>/      packages (package_folder.h)
//   staging/<name>/  packages in the making; whatever nobody works on is removed at the next start
//   parts/           downloads, complete or not; they outlive a crash and are removed when they are old
//
// Several processes may use it at once: the server installs, the application decides what runs. Changes of the small
// files happen under a lock. If locks do nothing, a process may undo another's change, but every state on the disk is
// still one that can be launched from.
class PackageStore {
public:
    // Creates what is missing. Starts with nothing that takes time.
    static Result<PackageStore> open(const std::filesystem::path& backends);

    std::filesystem::path parts() const { return m_root / "parts"; }

    // What active.json says; nothing if there is none. ErrorCode::corrupt if it cannot be understood.
    Result<std::optional<Active>> active() const;

    // What a start should run: the active package, else the one before it, else neither. Never fails, because the
    // application's own backend can always be started.
    LaunchDecision decide(std::string_view applicationVersion) const;

    // Changes of the state; see active.h. They carry the id that they are about: what comes late, about a package that
    // is not the active one any more, changes nothing.
    Result<> confirm(const Sha256Digest& id);
    Result<> fail(const Sha256Digest& id, const std::string& reason);
    Result<> crash(const Sha256Digest& id, std::int64_t now, const std::string& reason);
    Result<> retry(const Sha256Digest& id);

    // Forgets all packages and removes their files. What is running keeps its open files.
    Result<> remove();

    // Once at every start: removes unfinished and superseded packages, and parts that nobody touched for two weeks.
    // What cannot be removed is logged and left for the next start.
    void sweep(std::chrono::system_clock::time_point now);

    // The installed package that has this layer, unaltered. Reads all of the layer.
    std::optional<PackageFolder> holderOf(const Layer& layer) const;

    Result<std::optional<SeenManifest>> newestSeen(const std::string& variant, const std::string& flavour) const;
    Result<> remember(const std::string& variant, const std::string& flavour, const SeenManifest& seen);

    // For installing (install.h). `publish` gives the staged package its place in the store and makes it the active
    // one.
    Result<StagingFolder> stage() const;
    Result<InstalledPackage> publish(StagingFolder staging, const Manifest& manifest, const Sha256Digest& id);
    // A package that is in the store already; nothing if it is not there or was altered.
    std::optional<PackageFolder> find(const Manifest& manifest, const Sha256Digest& id) const;
    Result<InstalledPackage> activate(const Manifest& manifest, const Sha256Digest& id);

private:
    explicit PackageStore(std::filesystem::path root) : m_root(std::move(root)) {}

    PackageFolder folderOf(const Sha256Digest& id) const { return PackageFolder(m_root / "store" / id.hex()); }
    Result<Launch> launchOf(const InstalledPackage& package, std::string_view applicationVersion) const;
    Result<> change(const Sha256Digest& id, const std::function<Active(Active)>& change);
    Result<> makeActive(const InstalledPackage& package);

    std::filesystem::path m_root;
};

}  // namespace parlando::packages
