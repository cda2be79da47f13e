#include "server/backend/succession.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <system_error>
#include <variant>
#include <vector>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "base/version.h"
#include "packages/store.h"
#include "server/backend/selection.h"

namespace parlando::server {
namespace {

namespace fs = std::filesystem;
using packages::PackageStore;

constexpr char kUnproved[] = "It was started and did not become ready.";

fs::path folderOf(const ServeOptions& options) {
    return options.engine.dataFolder / "backends";
}

// Changes what is known of the package with this id; what goes wrong is logged, for nobody could do anything else.
void change(const ServeOptions& options, const std::string& package,
            const std::function<Result<>(PackageStore&, const Sha256Digest&)>& change) {
    if (package.empty()) {
        return;
    }
    const auto outcome = Sha256Digest::parse(package).and_then([&](const Sha256Digest& id) {
        return PackageStore::open(folderOf(options)).and_then([&](PackageStore&& store) { return change(store, id); });
    });
    if (!outcome) {
        spdlog::warn("{}", outcome.error().message);
    }
}

Succession::Next choose(const ServeOptions& options, const fs::path& bundled) {
    const auto selection = readSelection(folderOf(options));
    if (selection == Selection::cpu) {
        return {bundled, {}};
    }
    std::error_code error;
    if (!fs::exists(folderOf(options), error)) {
        return {bundled, {}};  // nothing was ever downloaded: leaves no folder behind either
    }
    const auto store = PackageStore::open(folderOf(options));
    if (!store) {
        spdlog::warn("{}", store.error().message);
        return {bundled, {}};
    }
    const auto decision = store->decide(kVersion);
    if (!decision.reason.empty()) {
        spdlog::warn("the GPU backend is not used: {}", decision.reason);
    }
    return decision.launch ? Succession::Next{decision.launch->executable, decision.launch->package.id.hex()}
                           : Succession::Next{bundled, {}};
}

}  // namespace

Succession::Succession(const ServeOptions& options)
    : m_options(options), m_duty(options.supervision == Supervision::none ? Duty::unsupervised : Duty::supervised) {}

std::optional<fs::path> Succession::bundled() const {
    if (m_duty == Duty::supervised) {
        return std::nullopt;
    }
    if (!m_options.succession.bundled.empty()) {
        return m_options.succession.bundled;
    }
    std::error_code error;
    const auto self = fs::read_symlink("/proc/self/exe", error);
    return error || m_options.engine.build.variant != "cpu" ? std::nullopt : std::optional(self);
}

std::optional<Succession::Next> Succession::atStart() const {
    const auto own = bundled();
    if (!own || !m_options.succession.package.empty() || m_options.succession.start == SuccessionOptions::Start::here) {
        return std::nullopt;
    }
    auto next = choose(m_options, *own);
    return next.package.empty() ? std::nullopt : std::optional(std::move(next));
}

Result<Succession::Next> Succession::atRestart() const {
    const auto own = bundled();
    if (!own) {
        return failure(ErrorCode::busy,
                       "this server was not started by parlando-server and does not know what to start instead: stop "
                       "it and start parlando-server");
    }
    return choose(m_options, *own);
}

std::optional<Succession::Next> Succession::atFailure() const {
    const auto own = bundled();
    return !own || m_options.succession.package.empty() ? std::nullopt : std::optional(Next{*own, {}});
}

Error Succession::become(const Next& next, int port) const {
    std::vector<std::string> arguments = m_options.succession.arguments;
    arguments.front() = next.program.string();
    if (port != 0) {
        arguments.push_back(fmt::format("--keep-port={}", port));
    }
    if (next.package.empty()) {
        arguments.emplace_back("--start-here");  // it was chosen already
    } else {
        arguments.push_back("--bundled=" + bundled().value_or("").string());
        arguments.push_back("--package=" + next.package);
        change(m_options, next.package,
               [](PackageStore& store, const Sha256Digest& id) { return store.fail(id, kUnproved); });
    }
    std::vector<char*> pointers;
    for (auto& argument : arguments) {
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    spdlog::info("going on as {}", next.program.string());
    ::execv(next.program.c_str(), pointers.data());
    return {ErrorCode::io, fmt::format("cannot start {}: {}", next.program.string(), std::strerror(errno))};
}

void Succession::proved() const {
    change(m_options, m_options.succession.package, [](PackageStore& store, const Sha256Digest& id) {
        return store.retry(id).and_then([&] { return store.confirm(id); });
    });
}

void Succession::failed(const std::string& reason) const {
    change(m_options, m_options.succession.package,
           [&](PackageStore& store, const Sha256Digest& id) { return store.fail(id, reason); });
}

void Succession::neverTried() const {
    change(m_options, m_options.succession.package,
           [](PackageStore& store, const Sha256Digest& id) { return store.retry(id); });
}

void Handover::hear(const protocol::StartupLine& line) {
    const auto* failed = std::get_if<protocol::Failed>(&line);
    if (failed == nullptr && !std::holds_alternative<protocol::Ready>(line)) {
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_judged = true;
    }
    if (failed == nullptr) {
        m_succession.proved();
        return;
    }
    m_succession.failed(failed->message);
    if (auto next = m_succession.atFailure()) {
        giveWay(std::move(*next));
    }
}

void Handover::giveWay(Succession::Next next) {
    {
        const std::lock_guard lock(m_mutex);
        m_next = std::move(next);
    }
    m_end();
}

std::optional<Succession::Next> Handover::end() {
    const std::lock_guard lock(m_mutex);
    if (!m_judged) {
        m_succession.neverTried();
    }
    return m_next;
}

}  // namespace parlando::server
