#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/result.h"
#include "engine/engine.h"
#include "protocol/startup.h"

namespace parlando::server {

// Holds the engine of a serving process. It is loaded and tested once, on a thread of its own, so that the
// server answers /health meanwhile:
//
//   loading ──▶ ready
//      └──────▶ failed        for good: whoever started the process decides what comes next
class EngineHost {
public:
    using Loader = std::function<Result<std::unique_ptr<engine::Engine>>()>;
    // Called on the loading thread at every step, in order.
    using Listener = std::function<void(const protocol::StartupLine&)>;

    enum class Phase { loading, ready, failed };
    struct Status {
        Phase phase = Phase::loading;
        double progress = 0.0;                 // while loading, 0 to 1
        std::optional<engine::Device> device;  // once ready
        std::optional<Error> error;            // once failed
    };

    EngineHost(Loader loader, Listener listener);
    EngineHost(const EngineHost&) = delete;
    EngineHost& operator=(const EngineHost&) = delete;
    // Waits for a load that is under way; libraries cannot be interrupted in their start.
    ~EngineHost() = default;

    // Begins to load. Call once.
    void start();

    Status status() const;
    // The engine once it is ready. Errors: busy (still loading), or why it failed.
    Result<std::shared_ptr<engine::Engine>> engine() const;

private:
    void load();
    void advance(double progress);

    const Loader m_loader;
    const Listener m_listener;
    mutable std::mutex m_mutex;  // guards the two below
    Status m_status;
    std::shared_ptr<engine::Engine> m_engine;
    std::jthread m_thread;
};

}  // namespace parlando::server
