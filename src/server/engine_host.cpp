#include "server/engine_host.h"

#include <malloc.h>

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "protocol/messages.h"

namespace parlando::server {
namespace {

// Loading is weights from a disk and has no finer measure; the self-test is the shorter part.
constexpr double kBeforeLoading = 0.1;
constexpr double kBeforeSelfTest = 0.7;

}  // namespace

EngineHost::EngineHost(Loader loader, Listener listener)
    : m_loader(std::move(loader)), m_listener(std::move(listener)) {}

void EngineHost::start() {
    m_thread = std::jthread([this] { load(); });
}

EngineHost::Status EngineHost::status() const {
    const std::lock_guard lock(m_mutex);
    return m_status;
}

// With the mutex held.
std::optional<Error> EngineHost::problem() const {
    if (m_status.error) {
        return m_status.error->context("the speech engine did not start");
    }
    if (m_status.phase == Phase::loading) {
        return Error{ErrorCode::busy, "the speech engine is still loading; try again in a moment"};
    }
    return std::nullopt;
}

Result<std::vector<engine::Voice>> EngineHost::voices() const {
    const std::lock_guard lock(m_mutex);
    if (auto error = problem()) {
        return failure(std::move(*error));
    }
    return m_voices;
}

Result<std::shared_ptr<engine::Engine>> EngineHost::engine() {
    const std::lock_guard loading(m_loading);
    {
        const std::lock_guard lock(m_mutex);
        if (auto error = problem()) {
            return failure(std::move(*error));
        }
        if (m_engine) {
            return m_engine;
        }
    }
    PARLANDO_TRY_ASSIGN(std::shared_ptr<engine::Engine> loaded, m_loader());
    spdlog::info("engine state=loaded");
    const std::lock_guard lock(m_mutex);
    m_voices = loaded->voices();
    m_engine = loaded;
    m_status.isLoaded = true;
    return loaded;
}

Result<> EngineHost::refresh() {
    const std::lock_guard loading(m_loading);
    PARLANDO_TRY(voices());
    // An engine knows its voices from its beginning, and reads weights only when they are needed: a new one costs
    // little.
    PARLANDO_TRY_ASSIGN(std::shared_ptr<engine::Engine> current, m_loader());
    const std::lock_guard lock(m_mutex);
    m_voices = current->voices();
    if (m_engine) {
        m_engine.swap(current);  // the one of before ends with its last synthesis
        m_status.spoken.clear();
    }
    return {};
}

void EngineHost::noteSpoken(const std::string& voice) {
    const std::lock_guard lock(m_mutex);
    if (m_status.isLoaded && std::ranges::find(m_status.spoken, voice) == m_status.spoken.end()) {
        m_status.spoken.push_back(voice);
    }
}

void EngineHost::unload() {
    std::shared_ptr<engine::Engine> unloaded;
    {
        const std::lock_guard lock(m_mutex);
        unloaded = std::move(m_engine);
        m_engine = nullptr;
        m_status.isLoaded = false;
        m_status.spoken.clear();
    }
    if (unloaded) {
        unloaded.reset();
        ::malloc_trim(0);  // weights are large blocks; without this the C library may keep what was between them
        spdlog::info("engine state=unloaded");
    }
}

void EngineHost::advance(double progress) {
    {
        const std::lock_guard lock(m_mutex);
        m_status.progress = progress;
    }
    m_listener(protocol::Loading{progress});
}

void EngineHost::load() {
    advance(kBeforeLoading);
    std::shared_ptr<engine::Engine> loaded;
    const auto test = m_loader().and_then([&](std::unique_ptr<engine::Engine>&& created) {
        loaded = std::move(created);
        advance(kBeforeSelfTest);
        return loaded->selfTest();
    });
    if (!test) {
        spdlog::error("{}", test.error().message);
        {
            const std::lock_guard lock(m_mutex);
            m_status = Status{Phase::failed, 0.0, std::nullopt, test.error(), false, {}};
        }
        m_listener(protocol::Failed{std::string(protocol::name(test.error().code)), test.error().message});
        return;
    }
    spdlog::info("ready on {} ({}), self-test took {:.0f} ms", test->device.kind, test->device.name,
                 test->seconds * 1000.0);
    {
        const std::lock_guard lock(m_mutex);
        m_status = Status{Phase::ready, 1.0, test->device, std::nullopt, true, {test->speech.voice}};
        m_voices = loaded->voices();
        m_engine = std::move(loaded);
    }
    m_listener(protocol::Ready{test->device.kind, test->seconds * 1000.0});
}

}  // namespace parlando::server
