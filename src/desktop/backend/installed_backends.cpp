#include "desktop/backend/installed_backends.h"

#include <unistd.h>

#include <span>
#include <system_error>

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <spdlog/spdlog.h>

#include "base/files.h"
#include "base/version.h"

namespace parlando::desktop {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestSelection = 4096;  // bytes
constexpr char kBundled[] = "parlando-server";
constexpr std::array kVariants{std::pair{Variant::automatic, "auto"}, std::pair{Variant::cpu, "cpu"},
                               std::pair{Variant::cuda, "cuda"}};

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

}  // namespace

InstalledBackends::InstalledBackends(fs::path dataFolder, fs::path programFolder)
    : m_backends(std::move(dataFolder) / "backends"), m_programFolder(std::move(programFolder)) {}

Installation InstalledBackends::look() const {
    Installation installation;
    const fs::path bundled = m_programFolder / kBundled;
    if (::access(bundled.c_str(), X_OK) == 0) {
        installation.cpu = Backend{"cpu", "cpu", bundled, Trust::good};
    } else {
        installation.cpuProblem = "The speech server " + bundled.string() + " is missing: reinstall Parlando.";
    }
    return installation;
}

Variant InstalledBackends::selected() const {
    const auto content = readFile(m_backends / "selected.json", kLargestSelection);
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(content.value_or("")));
    for (const auto& [variant, name] : kVariants) {
        if (json.object().value("variant") == QLatin1String(name)) {
            return variant;
        }
    }
    return Variant::automatic;
}

void InstalledBackends::select(Variant variant) {
    for (const auto& [known, name] : kVariants) {
        if (known == variant) {
            warn(write(m_backends / "selected.json", {{"variant", name}}));
        }
    }
}

void InstalledBackends::proved(const Backend&) {}
void InstalledBackends::crashed(const Backend&, Moment, const std::string&) {}
void InstalledBackends::giveUp(const Backend& backend, const std::string& reason) { m_givenUp[backend.id] = reason; }
void InstalledBackends::forgive() { m_givenUp.clear(); }
std::vector<Moment> InstalledBackends::crashes() const { return {}; }

}  // namespace parlando::desktop
