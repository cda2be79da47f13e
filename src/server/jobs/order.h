#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "engine/engine.h"
#include "server/jobs/fair_queue.h"
#include "server/script.h"

namespace parlando::server {

// Where the speech of one job goes. Called by one thread at a time.
class Outlet {
public:
    virtual ~Outlet() = default;

    // On the job thread, while the job is being spoken. An error ends the job. Waits no longer than `stop` lets it.
    virtual Result<> write(const engine::Chunk& chunk, std::stop_token stop) = 0;
    // Exactly once, last, whatever became of the job; for one that never began on the thread that cancelled it.
    // An error of its own (a full disk) makes a finished job a failed one.
    virtual Result<> end(const Result<engine::Summary>& outcome) = 0;
};

// Work for the job service.
struct Order {
    std::string id;      // unique
    std::string client;  // whose turn it takes: `clientOf`
    Urgency urgency = Urgency::interactive;
    std::string profile;  // the profile that it is for, as lists of tasks show it; may be empty
    engine::Request speech;
    std::unique_ptr<Outlet> outlet;
    std::optional<text::Script> script{};  // what is read in the place of its text (server/script.h)
};

}  // namespace parlando::server
