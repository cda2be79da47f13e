#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include "base/result.h"
#include "packages/store.h"
#include "server/backend/download_job.h"
#include "server/backend/installer.h"
#include "server/backend/selection.h"
#include "server/gpu/graphics_probe.h"

namespace parlando::server {

// The CUDA package that is installed, as far as one is.
struct InstalledBackend {
    packages::InstalledPackage package;
    packages::PackageState state = packages::PackageState::trial;
    std::string reason;                // why it is not what a start would run; empty if it is
    std::filesystem::path executable;  // what a start would run; empty if nothing
    bool isForThisVersion = false;     // another one would speak another protocol
};

struct BackendStatus {
    std::optional<InstalledBackend> installed;
    Selection selection = Selection::automatic;
    DownloadState download;
    OfferSize offer;
    std::uint64_t freeBytes = 0;     // on the disk of the data folder
    std::uint64_t partialBytes = 0;  // of an earlier download, to go on from
};

// Whether a package that is there is good enough, or a newer one is looked for.
enum class Wish { any, newest };
enum class Partial { keep, discard };

// Everything about backends that a server offers to its clients. Any thread may call; nothing here waits for a
// network or for a package to be read, except on the thread of the download.
class Backends {
public:
    struct Config {
        std::filesystem::path folder;  // <data folder>/backends
        std::string variant;           // of this server
        BackendInstaller::Config source;
        GraphicsPlaces places{};
    };

    // A folder that cannot be used is no reason not to speak: the errors come from the calls below.
    explicit Backends(Config config);
    Backends(const Backends&) = delete;
    Backends& operator=(const Backends&) = delete;

    GraphicsSurvey survey() { return m_probe.survey(); }
    Result<BackendStatus> status() const;
    DownloadJob& download() { return m_download; }

    // Errors: busy (one is under way, or there is a package already).
    Result<> startDownload(Wish wish);
    // False if there was none. Discarding removes what earlier downloads left as well.
    bool cancelDownload(Partial partial);
    // Errors: busy (this very server is the package, or a download is under way), notFound.
    Result<> remove();

    // Remembers the choice; choosing a GPU forgives its package what it did. Takes effect at the next start.
    Result<> select(Selection selection);
    Selection selection() const { return readSelection(m_config.folder); }

private:
    void discardPartial() const;

    const Config m_config;
    Result<packages::PackageStore> m_store;
    GraphicsProbe m_probe;
    std::optional<BackendInstaller> m_installer;  // if there is a store
    DownloadJob m_download{"CUDA backend"};
    std::jthread m_sweeper;  // tidies up once, after earlier runs
};

}  // namespace parlando::server
