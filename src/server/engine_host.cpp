#include "server/engine_host.h"

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

Result<std::shared_ptr<engine::Engine>> EngineHost::engine() const {
    const std::lock_guard lock(m_mutex);
    if (m_status.error) {
        return failure(m_status.error->context("the speech engine did not start"));
    }
    if (m_status.phase == Phase::loading) {
        return failure(ErrorCode::busy, "the speech engine is still loading; try again in a moment");
    }
    return m_engine;
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
            m_status = Status{Phase::failed, 0.0, std::nullopt, test.error()};
        }
        m_listener(protocol::Failed{std::string(protocol::name(test.error().code)), test.error().message});
        return;
    }
    spdlog::info("ready on {} ({}), self-test took {:.0f} ms", test->device.kind, test->device.name,
                 test->seconds * 1000.0);
    {
        const std::lock_guard lock(m_mutex);
        m_status = Status{Phase::ready, 1.0, test->device, std::nullopt};
        m_engine = std::move(loaded);
    }
    m_listener(protocol::Ready{test->device.kind, test->seconds * 1000.0});
}

}  // namespace parlando::server
