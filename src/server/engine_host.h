#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "protocol/startup.h"

namespace parlando::server {

// Holds the engine of a serving process. It is loaded and tested once, on a thread of its own, so that the
// server answers /health meanwhile:
//
//   loading ──▶ ready         the engine may be unloaded and is loaded again by whoever needs it next
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
        bool isLoaded = false;                 // whether the engine is in memory
        std::vector<std::string> spoken;       // voices that have spoken since it is, and so are in memory, too
    };

    EngineHost(Loader loader, Listener listener);
    EngineHost(const EngineHost&) = delete;
    EngineHost& operator=(const EngineHost&) = delete;
    // Waits for a load that is under way; libraries cannot be interrupted in their start.
    ~EngineHost() = default;

    // Begins to load. Call once.
    void start();

    Status status() const;
    // The voices of the engine, which are known also while it is unloaded. Errors: busy (still loading), or why it
    // failed.
    Result<std::vector<engine::Voice>> voices() const;
    // The engine once it is ready, loaded again if need be. Errors: as above.
    Result<std::shared_ptr<engine::Engine>> engine();
    // Looks into the folders of voices again, after one was added or removed. A synthesis that runs goes on with what
    // it has. Errors: as above; the voices are then those of before.
    Result<> refresh();
    void noteSpoken(const std::string& voice);
    // Lets go of the engine and with it of all voices in memory; a synthesis that runs keeps it to its end.
    void unload();

private:
    void load();
    void advance(double progress);
    std::optional<Error> problem() const;

    const Loader m_loader;
    const Listener m_listener;
    std::mutex m_loading;        // held while the engine is loaded again
    mutable std::mutex m_mutex;  // guards the three below
    Status m_status;
    std::vector<engine::Voice> m_voices;
    std::shared_ptr<engine::Engine> m_engine;
    std::jthread m_thread;
};

}  // namespace parlando::server
