#include "packages/store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <set>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"
#include "base/log.h"
#include "packages/sequences.h"

namespace parlando::packages {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaximumStateBytes = std::uint64_t{64} << 10;
constexpr auto kPartsKept = std::chrono::hours(14 * 24);

void warn(const Result<>& outcome) {
    if (!outcome) {
        spdlog::warn("packages: {}", outcome.error().message);
    }
}

Result<> makeFolder(const fs::path& path) {
    if (::mkdir(path.c_str(), 0700) == 0) {
        return syncFolder(path.parent_path());
    }
    struct stat status {};
    if (errno == EEXIST && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
        return {};
    }
    return systemFailure("create the folder", path);
}

// What is in a folder at this moment; nothing if it cannot be read.
std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        entries.push_back(entry->path());
    }
    if (error) {
        spdlog::warn("packages: cannot read the folder {}: {}", folder.string(), error.message());
    }
    return entries;
}

bool isTemporary(const fs::path& path) {
    return path.filename().string().starts_with(".");  // as AtomicFile names what it has not committed
}

bool isOlderThan(const fs::path& path, std::chrono::system_clock::time_point time) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && status.st_mtim.tv_sec < std::chrono::system_clock::to_time_t(time);
}

}  // namespace

StagingFolder::~StagingFolder() {
    if (!m_path.empty()) {
        warn(removeAll(m_path));
    }
}

Result<PackageStore> PackageStore::open(const fs::path& backends) {
    std::error_code error;
    fs::create_directories(backends.parent_path(), error);  // the next line tells if this failed
    PARLANDO_TRY(makeFolder(backends));
    for (const auto* name : {"store", "staging", "parts"}) {
        PARLANDO_TRY(makeFolder(backends / name));
    }
    return PackageStore(backends);
}

Result<std::optional<Active>> PackageStore::active() const {
    const auto path = m_root / "active.json";
    const auto text = readFile(path, kMaximumStateBytes);
    if (!text) {
        return text.error().code == ErrorCode::notFound ? Result<std::optional<Active>>(std::nullopt)
                                                        : failure(text.error());
    }
    auto read = activeFrom(*text);
    if (!read) {
        return failure(read.error().context(path.string()));
    }
    return std::optional(std::move(*read));
}

Result<Launch> PackageStore::launchOf(const InstalledPackage& package, std::string_view applicationVersion) const {
    if (package.version != applicationVersion) {
        return failure(
            ErrorCode::incompatible,
            fmt::format("the installed {} backend is for Parlando {}, this is Parlando {}: download it again",
                        package.variant, package.version, applicationVersion));
    }
    const auto folder = folderOf(package.id);
    PARLANDO_TRY_ASSIGN(const auto manifest, folder.manifest());
    PARLANDO_TRY(checkPackage(folder, manifest, Check::stamps));
    auto executable = folder.tree() / executableName(manifest.variant);
    if (::access(executable.c_str(), X_OK) != 0) {
        return systemFailure("run", executable);
    }
    return Launch{package, std::move(executable)};
}

LaunchDecision PackageStore::decide(std::string_view applicationVersion) const {
    const auto read = active();
    if (!read) {
        return {std::nullopt, read.error().message};
    }
    if (!*read) {
        return {};
    }
    const Active& current = **read;
    std::string reason = current.reason;
    if (current.state != PackageState::failed) {
        if (auto launch = launchOf(current.package, applicationVersion)) {
            return {std::move(*launch), {}};
        } else {
            reason = launch.error().message;
        }
    }
    if (current.previous) {
        if (auto launch = launchOf(*current.previous, applicationVersion)) {
            return {std::move(*launch), std::move(reason)};
        }
    }
    return {std::nullopt, std::move(reason)};
}

Result<> PackageStore::change(const Sha256Digest& id, const std::function<Active(Active)>& change) {
    PARLANDO_TRY_ASSIGN(const auto lock, FolderLock::take(m_root, Waiting::patient));
    PARLANDO_TRY_ASSIGN(const auto before, active());
    if (!before || before->package.id != id) {
        return {};
    }
    const auto after = change(*before);
    return after == *before ? Result<>{} : replaceFile(m_root / "active.json", toJson(after));
}

Result<> PackageStore::confirm(const Sha256Digest& id) {
    return change(id, confirmed);
}

Result<> PackageStore::fail(const Sha256Digest& id, const std::string& reason) {
    return change(id, [&](Active active) { return failed(std::move(active), reason); });
}

Result<> PackageStore::crash(const Sha256Digest& id, std::int64_t now, const std::string& reason) {
    return change(id, [&](Active active) { return crashed(std::move(active), now, reason); });
}

Result<> PackageStore::retry(const Sha256Digest& id) {
    return change(id, retried);
}

Result<> PackageStore::remove() {
    PARLANDO_TRY_ASSIGN(const auto lock, FolderLock::take(m_root, Waiting::patient));
    // The pointer first: from here on nothing refers to what is being removed.
    const auto pointer = m_root / "active.json";
    if (::unlink(pointer.c_str()) != 0 && errno != ENOENT) {
        return systemFailure("remove", pointer);
    }
    PARLANDO_TRY(syncFolder(m_root));
    for (const auto& entry : entriesOf(m_root / "store")) {
        PARLANDO_TRY(removeAll(entry));
    }
    return {};
}

void PackageStore::sweep(std::chrono::system_clock::time_point now) {
    for (const auto& entry : entriesOf(m_root / "staging")) {
        // Who unpacks holds the lock of the folder; a file or a broken folder is nobody's.
        const auto lock = FolderLock::take(entry, Waiting::none);
        if (lock || lock.error().code != ErrorCode::busy) {
            warn(removeAll(entry));
        }
    }
    for (const auto& entry : entriesOf(parts())) {
        if (isOlderThan(entry, now - kPartsKept)) {
            warn(removeAll(entry));
        }
    }
    const auto lock = FolderLock::take(m_root, Waiting::none);
    const auto current = active();
    if (!lock || !current) {
        // Somebody is changing things, or nobody can say which package is in use.
        warn(current ? Result<>{} : failure(current.error()));
        return;
    }
    std::set<std::string> inUse;
    if (*current) {
        inUse.insert((*current)->package.id.hex());
        if ((*current)->previous) {
            inUse.insert((*current)->previous->id.hex());
        }
    }
    std::vector<fs::path> unneeded;
    const auto collect = [&unneeded](const fs::path& folder, const auto& isUnneeded) {
        std::ranges::copy_if(entriesOf(folder), std::back_inserter(unneeded), isUnneeded);
    };
    collect(m_root, isTemporary);
    collect(m_root / "store", [&](const fs::path& entry) { return !inUse.contains(entry.filename().string()); });
    for (const auto& id : inUse) {
        collect(m_root / "store" / id, isTemporary);
    }
    for (const auto& entry : unneeded) {
        warn(removeAll(entry));
    }
}

std::optional<PackageFolder> PackageStore::holderOf(const Layer& layer) const {
    const auto read = active();
    if (!read || !*read) {
        return std::nullopt;
    }
    std::vector<Sha256Digest> candidates{(*read)->package.id};
    if ((*read)->previous) {
        candidates.push_back((*read)->previous->id);
    }
    for (const auto& id : candidates) {
        auto folder = folderOf(id);
        const auto manifest = folder.manifest();
        if (!manifest) {
            continue;
        }
        for (const auto& held : manifest->layers) {
            if (held.sha256 == layer.sha256 && held.tree == layer.tree && checkLayer(folder, layer, Check::contents)) {
                return folder;
            }
        }
    }
    return std::nullopt;
}

Result<std::optional<SeenManifest>> PackageStore::newestSeen(const std::string& variant,
                                                             const std::string& flavour) const {
    PARLANDO_TRY_ASSIGN(const auto sequences, Sequences::read(m_root / "sequences.json"));
    auto newest = sequences.find(variant, flavour);
    // The record may have been lost; what is installed was seen, too.
    if (const auto read = active(); read && *read) {
        const auto& package = (*read)->package;
        if (package.variant == variant && package.flavour == flavour &&
            (!newest || newest->sequence < package.sequence)) {
            newest = SeenManifest{package.sequence, package.id};
        }
    }
    return newest;
}

Result<> PackageStore::remember(const std::string& variant, const std::string& flavour, const SeenManifest& seen) {
    PARLANDO_TRY_ASSIGN(const auto lock, FolderLock::take(m_root, Waiting::patient));
    PARLANDO_TRY_ASSIGN(auto sequences, Sequences::read(m_root / "sequences.json"));
    if (!sequences.raise(variant, flavour, seen)) {
        return {};
    }
    return replaceFile(m_root / "sequences.json", sequences.toJson());
}

Result<StagingFolder> PackageStore::stage() const {
    // A program that starts sweeps away what nobody holds. Between its making and its locking that is true of the new
    // folder, too: then another one is made.
    constexpr int kAttempts = 100;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        std::string path = (m_root / "staging" / "XXXXXX").string();
        if (::mkdtemp(path.data()) == nullptr) {
            return systemFailure("create a folder in", m_root / "staging");
        }
        auto lock = FolderLock::take(path, Waiting::none);
        std::error_code ignored;
        if (lock && fs::exists(path, ignored)) {
            return StagingFolder(path, std::move(*lock));
        }
        if (!lock && lock.error().code != ErrorCode::busy && lock.error().code != ErrorCode::notFound) {
            ::rmdir(path.c_str());
            return failure(lock.error());
        }
    }
    return failure(ErrorCode::busy,
                   fmt::format("other programs keep removing what is made in {}", (m_root / "staging").string()));
}

std::optional<PackageFolder> PackageStore::find(const Manifest& manifest, const Sha256Digest& id) const {
    auto folder = folderOf(id);
    return folder.manifest() && checkPackage(folder, manifest, Check::contents) ? std::optional(folder) : std::nullopt;
}

Result<InstalledPackage> PackageStore::publish(StagingFolder staging, const Manifest& manifest,
                                               const Sha256Digest& id) {
    PARLANDO_TRY_ASSIGN(const auto lock, FolderLock::take(m_root, Waiting::patient));
    const auto target = folderOf(id).path();
    if (::rename(staging.m_path.c_str(), target.c_str()) == 0) {
        staging.m_path.clear();
    } else if (errno != EEXIST && errno != ENOTEMPTY) {
        return systemFailure("give the package its place at", target);
    } else if (!find(manifest, id)) {
        // A package of this name that was damaged. Nothing runs from it: it does not pass the check at the start.
        PARLANDO_TRY_ASSIGN(auto aside, stage());
        if (::rename(target.c_str(), aside.m_path.c_str()) != 0 ||
            ::rename(staging.m_path.c_str(), target.c_str()) != 0) {
            return systemFailure("replace the damaged package", target);
        }
        staging.m_path.clear();
    }
    PARLANDO_TRY(syncFolder(m_root / "store"));
    const auto package = describedBy(manifest, id);
    PARLANDO_TRY(makeActive(package));
    return package;
}

Result<InstalledPackage> PackageStore::activate(const Manifest& manifest, const Sha256Digest& id) {
    PARLANDO_TRY_ASSIGN(const auto lock, FolderLock::take(m_root, Waiting::patient));
    const auto package = describedBy(manifest, id);
    PARLANDO_TRY(makeActive(package));
    return package;
}

// The caller holds the lock. A pointer that cannot be understood names nothing that could be kept.
Result<> PackageStore::makeActive(const InstalledPackage& package) {
    const auto before = active();
    if (!before && before.error().code == ErrorCode::io) {
        return failure(before.error());
    }
    const auto after = activated(before ? *before : std::nullopt, package);
    return before && *before == after ? Result<>{} : replaceFile(m_root / "active.json", toJson(after));
}

}  // namespace parlando::packages
