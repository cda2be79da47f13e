#include "server/backend/backends.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

namespace parlando::server {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> partialsIn(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        if (entry->path().extension() == ".partial") {
            found.push_back(entry->path());
        }
    }
    return found;
}

// What is on the disk; the files have their full length from the beginning.
std::uint64_t storedBytes(const std::vector<fs::path>& files) {
    std::uint64_t bytes = 0;
    for (const auto& file : files) {
        struct stat status {};
        bytes += ::stat(file.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_blocks) * 512 : 0;
    }
    return bytes;
}

std::uint64_t freeBytesOf(const fs::path& folder) {
    struct statvfs disk {};
    return ::statvfs(folder.c_str(), &disk) == 0 ? std::uint64_t{disk.f_bavail} * disk.f_frsize : 0;
}

std::optional<InstalledBackend> installedIn(const packages::PackageStore& store, const std::string& version) {
    const auto active = store.active();
    if (!active || !*active) {
        return std::nullopt;
    }
    const auto decision = store.decide(version);
    InstalledBackend installed{
        (*active)->package, (*active)->state, decision.reason, {}, (*active)->package.version == version};
    if (decision.launch) {
        installed.executable = decision.launch->executable;
    }
    return installed;
}

}  // namespace

Backends::Backends(Config config)
    : m_config(std::move(config)), m_store(packages::PackageStore::open(m_config.folder)), m_probe(m_config.places) {
    if (!m_store) {
        spdlog::warn("there can be no GPU backend: {}", m_store.error().message);
        return;
    }
    m_installer.emplace(m_config.source, *m_store, m_probe);
    m_sweeper = std::jthread([this] { m_store->sweep(std::chrono::system_clock::now()); });
}

Result<BackendStatus> Backends::status() const {
    if (!m_store) {
        return failure(m_store.error());
    }
    return BackendStatus{installedIn(*m_store, m_config.source.version),
                         selection(),
                         m_download.state(),
                         m_installer->lastOffer(),
                         freeBytesOf(m_config.folder),
                         storedBytes(partialsIn(m_store->parts()))};
}

Result<> Backends::startDownload(Wish wish) {
    if (!m_store) {
        return failure(m_store.error());
    }
    const auto installed = installedIn(*m_store, m_config.source.version);
    // One that failed may be downloaded again: it is then given another chance, and costs nothing if it is whole.
    if (wish == Wish::any && installed && installed->isForThisVersion &&
        installed->state != packages::PackageState::failed && !installed->executable.empty()) {
        return failure(ErrorCode::busy, "CUDA backend already downloaded");
    }
    return m_download.start([this](const DownloadJob::Report& report, const std::stop_token& stop) {
        return m_installer->run(report, stop);
    });
}

bool Backends::cancelDownload(Partial partial) {
    const bool cancelled = m_download.cancel();
    if (partial == Partial::discard && m_store) {
        discardPartial();
    }
    return cancelled;
}

void Backends::discardPartial() const {
    for (const auto& file : partialsIn(m_store->parts())) {
        std::error_code error;
        fs::remove(file, error);
        if (error) {
            spdlog::warn("cannot remove {}: {}", file.string(), error.message());
        }
    }
}

Result<> Backends::remove() {
    if (!m_store) {
        return failure(m_store.error());
    }
    if (m_config.variant == "cuda") {
        return failure(ErrorCode::busy, "Cannot delete CUDA backend while it is active. Switch to CPU first.");
    }
    if (isUnderWay(m_download.state().progress.stage)) {
        return failure(ErrorCode::busy, "Cannot delete CUDA backend while it is being downloaded. Cancel that first.");
    }
    // A pointer that cannot be read belongs to something that is there.
    if (const auto active = m_store->active(); active && !*active) {
        return failure(ErrorCode::notFound, "No CUDA backend found to delete");
    }
    return m_store->remove();
}

Result<> Backends::select(Selection selection) {
    if (!m_store) {
        return failure(m_store.error());
    }
    if (const auto active = m_store->active(); selection != Selection::cpu && active && *active) {
        PARLANDO_TRY(m_store->retry((*active)->package.id));
    }
    return writeSelection(m_config.folder, selection);
}

}  // namespace parlando::server
