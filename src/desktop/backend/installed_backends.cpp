#include "desktop/backend/installed_backends.h"

#include <unistd.h>

#include <span>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>
#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/files.h"
#include "base/version.h"

namespace parlando::desktop {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestSelection = 4096;  // bytes
constexpr char kBundled[] = "parlando-server";

void warn(const Result<>& outcome) {
    if (!outcome) {
        spdlog::warn("{}", outcome.error().message);
    }
}

Result<> write(const fs::path& path, const QJsonObject& content) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);  // the next line tells if this failed
    PARLANDO_TRY_ASSIGN(AtomicFile file, AtomicFile::create(path, FileReaders::owner));
    const std::string text = QJsonDocument(content).toJson(QJsonDocument::Compact).toStdString();
    PARLANDO_TRY(file.write(std::as_bytes(std::span(text))));
    return file.commit();
}

// Whether a GPU package that was good and gave way to a newer one is meant.
Trust trustIn(const packages::InstalledPackage& package, const packages::PackageStore& store) {
    const auto active = store.active();
    const bool onTrial =
        active && *active && (*active)->package == package && (*active)->state != packages::PackageState::good;
    return onTrial ? Trust::trial : Trust::good;
}

}  // namespace

InstalledBackends::InstalledBackends(const fs::path& dataFolder, fs::path programFolder)
    : m_backends(dataFolder / "backends"), m_programFolder(std::move(programFolder)) {
    m_writer.setMaxThreadCount(1);
    if (auto store = packages::PackageStore::open(m_backends)) {
        m_store = std::move(*store);
    } else {
        spdlog::warn("{}", store.error().message);
    }
}

Installation InstalledBackends::look() {
    m_writer.waitForDone();
    Installation installation;
    const fs::path bundled = m_programFolder / kBundled;
    if (::access(bundled.c_str(), X_OK) == 0) {
        installation.cpu = Backend{"cpu", "cpu", bundled, Trust::good};
    } else {
        installation.cpuProblem = "The speech server " + bundled.string() + " is missing: reinstall Parlando.";
    }
    if (!m_store) {
        return installation;
    }
    const auto decision = m_store->decide(kVersion);
    installation.gpuProblem = decision.reason;
    if (decision.launch) {
        const auto& package = decision.launch->package;
        const std::string id = package.id.hex();
        if (const auto known = m_givenUp.find(id); known != m_givenUp.end()) {
            installation.gpuProblem = known->second;
        } else {
            installation.gpu = Backend{id, package.variant, decision.launch->executable, trustIn(package, *m_store)};
        }
    }
    return installation;
}

Variant InstalledBackends::selected() const {
    const auto content = readFile(m_backends / "selected.json", kLargestSelection);
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(content.value_or("")));
    return variantFrom(json["variant"].toString().toStdString());
}

void InstalledBackends::select(Variant variant) {
    if (variant != selected()) {
        warn(write(m_backends / "selected.json", {{"variant", QString::fromStdString(std::string(name(variant)))}}));
    }
}

void InstalledBackends::proved(const Backend& backend) {
    if (backend.trust == Trust::trial) {
        changeLater(backend, &packages::PackageStore::confirm);
    }
}

void InstalledBackends::crashed(const Backend& backend, Moment now, const std::string& reason) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    changeLater(backend, [seconds, reason](packages::PackageStore& store, const Sha256Digest& id) {
        return store.crash(id, seconds, reason);
    });
}

void InstalledBackends::giveUp(const Backend& backend, const std::string& reason) {
    m_givenUp[backend.id] = reason;
    // At once: what is decided next depends on it.
    m_writer.waitForDone();
    changeNow(backend.id,
              [&](packages::PackageStore& store, const Sha256Digest& id) { return store.fail(id, reason); });
}

void InstalledBackends::forgive() {
    m_givenUp.clear();
    m_writer.waitForDone();
    const auto active = m_store ? m_store->active() : std::nullopt;
    if (active && *active) {
        warn(m_store->retry((*active)->package.id));
    }
}

std::vector<Moment> InstalledBackends::crashes() const {
    std::vector<Moment> moments;
    const auto active = m_store ? m_store->active() : std::nullopt;
    if (active && *active) {
        for (const auto seconds : (*active)->crashes) {
            moments.emplace_back(std::chrono::seconds(seconds));
        }
    }
    return moments;
}

void InstalledBackends::changeLater(const Backend& backend, Change change) {
    m_writer.start([this, id = backend.id, change = std::move(change)] { changeNow(id, change); });
}

void InstalledBackends::changeNow(const std::string& id, const Change& change) {
    const auto digest = Sha256Digest::parse(id);
    if (m_store && digest) {  // the app's own backend has no digest, and nothing to remember
        warn(change(*m_store, *digest));
    }
}

}  // namespace parlando::desktop
